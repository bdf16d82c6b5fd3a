#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The Debian package is of the project's version, and asks for the versions of libraries that the build asks for."""

import re

import tree

# pkg-config's names and the packages they come from.
PACKAGES = {"libsystemd": "libsystemd-dev", "libudev": "libudev-dev", "libusb-1.0": "libusb-1.0-0-dev", "json-c": "libjson-c-dev"}


def complaints():
    meson = (tree.TOP / "meson.build").read_text()
    control = (tree.TOP / "debian/control").read_text()
    version = re.search(r"^  version: '([^']+)'", meson, re.M)[1]
    changelog = re.match(r"chargediag \(([^)]+)\)", (tree.TOP / "debian/changelog").read_text())[1]
    if changelog != version:
        yield f"debian/changelog: {changelog}, but meson.build is of {version}"
    # an epoch (2:) is Debian's own
    asked = dict(re.findall(r"^ ([\w.-]+) \(>= (?:\d+:)?([\d.]+)\)", control, re.M))
    wanted = {PACKAGES.get(n, n): v for n, v in re.findall(r"dependency\('([\w.-]+)', version: '>= ([\d.]+)'", meson)}
    wanted["meson"] = re.search(r"meson_version: '>= ([\d.]+)'", meson)[1]
    for package, minimum in wanted.items():
        if asked.get(package) != minimum:
            yield f"debian/control: {package} (>= {asked.get(package)}), but meson.build wants {minimum}"


tree.finish(list(complaints()))
