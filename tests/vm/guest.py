# SPDX-License-Identifier: LGPL-2.1-or-later
"""The guest: Debian's kernel, the files of Debian packages, and what `meson install` makes of this project, in one
initial file system. Nothing is installed, mounted or changed on this machine, and none of it needs root."""

import os
import pathlib
import re
import shutil
import stat
import subprocess
import tarfile
import tempfile

# What a small Debian with systemd, udev and D-Bus is made of; what these depend on comes with them. Python is for the
# stories only.
PACKAGES = """base-files base-passwd bash coreutils dash dbus grep kmod libc-bin libnss-systemd libpam-systemd mount
              polkitd python3 sed systemd systemd-sysv udev util-linux""".split()
# Needed to install packages, not to run them.
WITHOUT = {"adduser", "debconf", "dpkg", "install-info", "media-types", "passwd", "perl-base", "tar", "tzdata", "ucf"}
LEFT_OUT = re.compile(r"""/boot/|/usr/share/(bash-completion|bug|common-licenses|doc|doc-base|gcc|gdb|i18n|info|
    lintian|locale|man|pixmaps|zoneinfo|zsh)/|(/usr)?/lib/udev/hwdb\.d/|/usr/lib/x86_64-linux-gnu/gconv/|
    /usr/lib/python3\.\d+/(asyncio|ctypes|curses|distutils|ensurepip|idlelib|lib2to3|multiprocessing|pydoc_data|sqlite3|
    test|tkinter|turtledemo|unittest|venv|wsgiref|xml|xmlrpc)/|/usr/lib/python3/|.*\.a$""", re.X)

MODULES = "autofs4 vhci-hcd usbhid hid-generic usb-storage cdc-acm typec_ucsi ucsi_acpi battery ac fan".split()
# Where these and what they need live below kernel/; the archive holds forty times as much.
MODULE_FOLDERS = """arch/x86/crypto block crypto drivers/acpi drivers/hid drivers/power drivers/scsi drivers/thermal
                    drivers/tty drivers/usb fs/autofs lib""".split()

# Units that are of no use here, and take seconds on an emulated processor.
MASKED = """dev-hugepages.mount getty.target ldconfig.service proc-sys-fs-binfmt_misc.automount systemd-binfmt.service
            systemd-firstboot.service systemd-machine-id-commit.service systemd-networkd.service systemd-pstore.service
            systemd-random-seed.service systemd-timesyncd.service systemd-update-utmp.service
            systemd-update-utmp-runlevel.service sys-kernel-debug.mount sys-kernel-tracing.mount""".split()

# Who uses the machine: two who are nothing in particular, and a member of the service's group.
PEOPLE = """u ann 1000
u ben 1001
u mia 1002
m mia chargediag
"""

# Who is let in is no matter here; that logind hears of it is.
PAM = {"common-account": "account", "common-auth": "auth", "common-password": "password", "common-session": "session",
       "common-session-noninteractive": "session"}
PAM = {name: f"{kind} required pam_permit.so\n" for name, kind in PAM.items()}
PAM["person"] = "@include common-auth\n@include common-account\n@include common-session\nsession required pam_systemd.so\n"

MERGED = ("bin", "sbin", "lib", "lib64")  # links into usr/, as on every Debian since 12


def output(*command, **options):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, **options).stdout


class Archive:
    """A cpio archive in the kernel's "newc" format (Documentation/driver-api/early-userspace/buffer-format.rst)."""

    def __init__(self, path):
        self.file = open(path, "wb")
        self.names = set()
        self.inode = 0

    def entry(self, name, mode, data=b"", mtime=0):
        name = str(name).lstrip("/")
        if name in self.names:
            return
        self.names.add(name)
        if "/" in name:
            self.directory(name.rpartition("/")[0])
        self.inode += 1
        fields = (self.inode, mode, 0, 0, 1, int(mtime), len(data), 0, 0, 0, 0, len(name) + 1, 0)
        self.padded(b"070701" + b"".join(b"%08x" % f for f in fields) + name.encode() + b"\0")
        self.padded(data)

    def padded(self, data):
        self.file.write(data + bytes(-len(data) % 4))

    def directory(self, name, mode=0o755):
        self.entry(name, stat.S_IFDIR | mode)

    def link(self, name, to):
        self.entry(name, stat.S_IFLNK | 0o777, os.fsencode(to))

    def text(self, name, text, mode=0o644):
        self.entry(name, stat.S_IFREG | mode, text.encode())

    def copy(self, path, name=None):
        """A file or link of this machine; what we may not read is not needed, either."""
        name, status = in_usr(name or path), os.lstat(path)
        if stat.S_ISLNK(status.st_mode):
            self.link(name, os.readlink(path))
        elif stat.S_ISREG(status.st_mode) and os.access(path, os.R_OK):
            self.entry(name, status.st_mode, pathlib.Path(path).read_bytes(), status.st_mtime)
        elif stat.S_ISDIR(status.st_mode):
            self.directory(name)

    def tree(self, top):
        for where, folders, files in os.walk(top):
            for one in folders + files:
                path = os.path.join(where, one)
                self.copy(path, os.path.relpath(path, top))

    def close(self):
        self.entry("TRAILER!!!", 0)
        self.file.close()


def in_usr(path):
    path = str(path).lstrip("/")
    return "usr/" + path if path.partition("/")[0] in MERGED else path


# --- kernel ---------------------------------------------------------------------------------------------------------

def kernel_package():
    said = output("apt-cache", "depends", "linux-image-amd64", env={**os.environ, "LC_ALL": "C"})
    return re.search(r"Depends: (linux-image-\d\S*)", said).group(1)


def unpack_kernel(cache):
    """Downloads Debian's kernel once, and takes from it what is used. The folder that holds it."""
    package = kernel_package()
    folder = cache / package
    if (folder / "complete").exists():
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    output("apt-get", "-qq", "download", package, cwd=folder, stderr=subprocess.DEVNULL)
    deb = next(folder.glob("*.deb"))
    wanted = re.compile(r"\./(boot/vmlinuz-|lib/modules/[^/]+/(modules\.|kernel/(%s)/))" % "|".join(MODULE_FOLDERS))
    with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", deb], stdout=subprocess.PIPE) as process:
        with tarfile.open(fileobj=process.stdout, mode="r|") as tar:
            for member in tar:
                if member.isfile() and wanted.match(member.name):
                    tar.extract(member, folder)
    deb.unlink()
    output("depmod", "-b", folder, version(folder))
    (folder / "complete").touch()
    return folder


def version(kernel):
    return os.listdir(kernel / "lib/modules")[0]


def image(kernel):
    return kernel / f"boot/vmlinuz-{version(kernel)}"


def module_files(kernel):
    for module in MODULES:
        said = output("modprobe", "-d", kernel, "-S", version(kernel), "--show-depends", module)
        yield from (line.split()[1] for line in said.splitlines() if line.startswith("insmod "))


def add_modules(archive, kernel):
    """These modules and an index of them alone: udev asks for every one that the index has."""
    with tempfile.TemporaryDirectory(prefix="vm-") as scratch:
        for file in {*module_files(kernel), *map(str, (kernel / "lib/modules" / version(kernel)).glob("modules.*"))}:
            copy = pathlib.Path(scratch, os.path.relpath(file, kernel))
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, copy)
        output("depmod", "-b", scratch, version(kernel))
        archive.tree(scratch)


# --- packages -------------------------------------------------------------------------------------------------------

def installed_packages():
    """name -> what it depends on"""
    said = output("dpkg-query", "-W", "-f", "${db:Status-Status}\t${Package}\t${Pre-Depends},${Depends}\n")
    rows = (line.split("\t") for line in said.splitlines())
    return {name: [re.sub(r"[ (:].*", "", word.strip()) for word in re.split("[,|]", depends)]
            for status, name, depends in rows if status == "installed"}


def with_dependencies(wanted):
    depends, found, todo = installed_packages(), set(), list(wanted)
    missing = [name for name in wanted if name not in depends]
    if missing:
        raise LookupError("not installed: " + " ".join(missing))
    while todo:
        name = todo.pop()
        if name in depends and name not in found and name not in WITHOUT:
            found.add(name)
            todo += depends[name]
    return sorted(found)


def libraries_of(programs):
    """The packages whose shared objects the programs load."""
    said = "".join(output("ldd", program) for program in programs)
    names = {"*/" + "/".join(path.split("/")[-2:]) for path in re.findall(r"=> (/\S+)", said)}
    return {line.partition(":")[0] for line in output("dpkg-query", "-S", *names).splitlines()}


def add_packages(archive, packages):
    files = output("dpkg-query", "-L", *packages).splitlines()
    for path in sorted(set(files)):
        if path.startswith("/") and path[1:] not in MERGED and not LEFT_OUT.match(path):
            if os.path.islink(path) or os.path.isfile(path):
                archive.copy(path)
            if path.endswith(".py"):  # made when the package was installed, and time is dear in there
                folder, name = os.path.split(path)
                for compiled in pathlib.Path(folder, "__pycache__").glob(name[:-3] + ".cpython-*.pyc"):
                    archive.copy(compiled)


# --- what a fresh installation would have -----------------------------------------------------------------------------

def add_system(archive):
    for name in "proc sys dev run tmp root home var/lib/dbus var/log etc/systemd/system".split():
        archive.directory(name, 0o1777 if name == "tmp" else 0o755)
    for name in MERGED:
        archive.link(name, "usr/" + name)
    archive.link("init", "usr/lib/systemd/systemd")
    archive.link("usr/bin/sh", "dash")
    users = pathlib.Path("/usr/share/base-passwd/passwd.master").read_text().replace(":*:", ":x:")
    archive.text("etc/passwd", users)
    archive.text("etc/group", pathlib.Path("/usr/share/base-passwd/group.master").read_text())
    archive.text("etc/shadow", "".join(f"{u.partition(':')[0]}:*:19000::::::\n" for u in users.splitlines()), 0o600)
    archive.text("etc/gshadow", "", 0o600)
    archive.text("etc/nsswitch.conf", "passwd: files systemd\ngroup: files systemd\nhosts: files\n")
    archive.text("etc/hostname", "guest\n")
    archive.text("etc/machine-id", "0123456789abcdef0123456789abcdef\n")
    archive.text("etc/fstab", "")
    archive.text("usr/lib/sysusers.d/debian.conf", 'u messagebus - "System Message Bus"\n' +
                 "".join(f"g {group} -\n" for group in ("input", "kvm", "render", "sgx")))
    archive.text("usr/lib/sysusers.d/people.conf", PEOPLE)
    for name, text in PAM.items():
        archive.text(f"etc/pam.d/{name}", text)
    for unit in MASKED:
        archive.link(f"etc/systemd/system/{unit}", "/dev/null")


def make(path, kernel, stage, programs, extra):
    """Writes the archive. `stage`: what was installed; `programs`: ours, for their libraries; `extra`: a function that
    adds the rest."""
    archive = Archive(path)
    add_system(archive)
    extra(archive)
    archive.tree(stage)
    add_packages(archive, with_dependencies([*PACKAGES, *libraries_of(programs)]))
    add_modules(archive, kernel)
    archive.close()
