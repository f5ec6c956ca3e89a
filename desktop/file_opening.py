"""Which files are handed to the system to be opened: those that are only looked at or read.

The system goes by a file's ending, so this does, too. What may do things by itself when it is
opened, as scripts do, is not opened; its folder is.
"""

from pathlib import Path

LOOKED_AT = frozenset(
    "pdf epub txt text md markdown csv tsv rtf "  # noqa: SIM905
    "doc docx xls xlsx ppt pptx odt ods odp eml msg mbox ics vcf "
    "png jpg jpeg gif bmp tif tiff webp heic heif avif "
    "mp3 wav ogg oga opus flac m4a aac aiff amr mp4 m4v mov webm mkv avi".split()
)


def what_opens(path: Path) -> Path:
    """The file itself, or the folder that it lies in."""
    return path if path.suffix[1:].lower() in LOOKED_AT else path.parent
