#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The core is pure: asked of what the linker sees, so that no macro or header can hide a call.

usage: pure.py LIBRARY    (the static library of lib/core)

No function of it needs a clock, a descriptor, the environment, a log, a thread or another process, and it has no
variable at file level that could change.
"""

import re
import subprocess
import sys

import tree

BANNED = re.compile(
    r"""(
    # clocks and waiting
    time | clock | clock_gettime | gettimeofday | localtime(_r)? | nanosleep | usleep | sleep | alarm
    # descriptors and files; the names glibc and its fortified headers make of them, too
    | open(at)?(64)?(_2)? | creat | f?dopen | fopen(64)? | freopen | read | write | pread | pwrite | close | ioctl
    | socket | connect | pipe2? | poll | epoll_\w+ | eventfd | opendir | stat | f?l?stat(64|at)? | access | unlink
    | rename | mmap(64)? | json_object_(from|to)_f(ile|d)\w* | ini_parse(_file)?
    # environment, locale, randomness
    | (secure_)?getenv | setlocale | newlocale | uselocale | rand | random | srand | getrandom | getpid
    # logs and the standard streams
    | v?syslog | v?f?printf | __v?f?printf_chk | puts | putchar | fputs | fputc | perror | sd_\w+ | stdout | stderr
    | stdin
    # threads, processes, other libraries
    | pthread_\w+ | thrd_\w+ | mtx_\w+ | fork | exec\w+ | system | popen | exit | _exit | atexit | libusb_\w+ | udev_\w+
    )""",
    re.X,
)
# What sanitizers and coverage add to each object.
TOOLS = re.compile(r"_*(asan|ubsan|tsan|gcov|llvm|sancov|odr_asan|afl|emutls|profd?|start___|stop___|unnamed_)|\.|_?__?sanitizer")


def undefined(library):
    for line in subprocess.run(["nm", "-u", library], capture_output=True, text=True, check=True).stdout.splitlines():
        words = line.split()
        if words and words[0] in "Uw" and len(words) == 2:
            yield words[1].split("@")[0]


def variables(library):
    """Symbols in sections that are writable after relocation."""
    out = subprocess.run(["objdump", "-t", library], capture_output=True, text=True, check=True).stdout
    for line in out.splitlines():
        found = re.match(r"[0-9a-f]{16} (.{7}) (\.(?:t?data|t?bss)\S*)\s+([0-9a-f]+)\s+(?:\.hidden )?(\S+)$", line)
        if not found or found[2].startswith(".data.rel.ro") or int(found[3], 16) == 0 or TOOLS.match(found[4]):
            continue
        yield found[4]


def main():
    library = sys.argv[1]
    calls = [f"lib/core needs {s}()" for s in sorted(set(undefined(library))) if BANNED.fullmatch(s)]
    state = [f"lib/core keeps a variable: {s}" for s in sorted(set(variables(library)))]
    tree.finish(calls + state)


main()
