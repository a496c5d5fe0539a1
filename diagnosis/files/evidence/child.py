"""The process in which a file is opened: `python -m diagnosis.files.evidence.child KIND`.

It reads the file at its input and writes what it made of it: a line of JSON, then the bytes. It
may use little time and memory, and can neither write a file nor start a process.
"""

import json
import resource
import sys

from diagnosis.services.ports.evidence import CleanFile, FileKind, FileRefused

CPU_SECONDS = 10
MEMORY_BYTES = 512 << 20
"""Of its address space; measured: 360 MB for 50 million pixels in progressive JPEG, 160 for 12."""
_OPEN_FILES = 32
_LIMITS = {
    resource.RLIMIT_CPU: CPU_SECONDS,
    resource.RLIMIT_AS: MEMORY_BYTES,
    resource.RLIMIT_FSIZE: 0,
    resource.RLIMIT_CORE: 0,
    resource.RLIMIT_NOFILE: _OPEN_FILES,
    resource.RLIMIT_NPROC: 0,
}


def limit_itself() -> None:
    """Limit this process for good."""
    for kind, most in _LIMITS.items():
        resource.setrlimit(kind, (most, most))


def clean(content: bytes, kind: FileKind) -> CleanFile:
    """Return the clean file of some bytes of a kind; what reads them is imported here.

    Raises
    ------
    FileRefused
        When they are broken, active, encrypted or too large.

    """
    if kind is FileKind.PDF:
        from diagnosis.files.evidence.documents import clean_document

        limit_itself()
        return clean_document(content)
    from diagnosis.files.evidence.pictures import clean_picture

    limit_itself()
    return clean_picture(content, kind)


def main() -> None:
    """Read a file, write what it is as a clean one, or why it is refused."""
    content = sys.stdin.buffer.read()
    try:
        kind, made = clean(content, FileKind(sys.argv[1]))
        head: dict[str, object] = {"kind": kind.value}
    except FileRefused as error:
        made, head = b"", {"code": error.code, "values": error.values}
    except (MemoryError, RecursionError):
        made, head = b"", {"code": "too-complex-file", "values": {}}
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + made)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
