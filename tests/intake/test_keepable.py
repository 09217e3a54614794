"""Files to keep: known by their bytes, pictures without what is hidden in them, nothing that carries a program."""

import io
import struct
import zipfile
import zlib

import pytest
from openpyxl import Workbook

from waymark.intake.keepable import LARGEST_KEPT, Media, keepable, words_in
from waymark.intake.reading import FileRefused

SECRET = b"51.5007N 0.1246W"


def a_jpeg(which_way=6):
    """A JPEG by its parts: what shows it, and around it everything that tells."""
    tiff = b"II*\0\x08\0\0\0" + struct.pack("<HHHIHHI", 1, 0x0112, 3, 1, which_way, 0, 0) + SECRET
    scan = b"\xff\xda" + struct.pack(">H", 4) + b"\x01\x02" + b"pixels\xff\x00\xff\xd3more"
    return b"".join(
        [
            b"\xff\xd8",
            segment(0xE0, b"JFIF\0\x01\x02\0\0H\0H\x01\x01" + SECRET[:3]),
            segment(0xE1, b"Exif\0\0" + tiff),
            segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + SECRET),
            segment(0xE2, b"ICC_PROFILE\0\x01\x01colours"),
            segment(0xED, b"Photoshop 3.0\0" + SECRET),
            segment(0xFE, SECRET),
            segment(0xDB, b"table"),
            scan,
            b"\xff\xd9",
            SECRET,
        ]
    )


def segment(marker, body):
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def a_png():
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    shown = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(b"\0\0"))
    hidden = chunk(b"tEXt", b"Place\0" + SECRET) + chunk(b"eXIf", SECRET) + chunk(b"tIME", b"\x07\xea\x0b\x16\0\0\0")
    start = b"\x89PNG\r\n\x1a\n"
    return start + shown[:25] + hidden + shown[25:] + chunk(b"IEND", b"") + SECRET, start + shown + chunk(b"IEND", b"")


def an_xlsx():
    book = Workbook()
    book.active.append(["Amara", "Ashdown was there"])
    book.active["A2"] = "Amara Ashdown"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def a_docx(*also):
    out = io.BytesIO()
    body = (
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:r><w:t>Amara Ash'
        "</w:t></w:r><w:r><w:t>down spoke.</w:t></w:r></w:p></w:document>"
    )
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", body)
        for name in also:
            archive.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "media"),
    [
        (b"%PDF-1.7 x", "minutes.txt", Media.PDF),
        (an_xlsx(), "a.pdf", Media.XLSX),
        (a_docx(), "a", Media.DOCX),
        (b"Agenda: careers", "agenda.txt", Media.TEXT),
        (b"\xef\xbb\xbfa,b\r\n1,2\r\n", "numbers.CSV", Media.CSV),
    ],
)
def test_a_file_is_known_by_its_bytes(content, name, media):
    fit = keepable(content, name)

    assert (fit.media, fit.content) == (media, content)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"  \n", id="nothing"),
        pytest.param(b"%PDF-1.7" + b"0" * LARGEST_KEPT, id="too large"),
        pytest.param(b"MZ\x90\0\x03", id="a program"),
        pytest.param(b"GIF89a\x01\0\x01\0", id="another kind of picture"),
        pytest.param(b"<!DOCTYPE html><p>x", id="a web page"),
        pytest.param(b"<svg xmlns='x'><script/></svg>", id="a drawing with a program"),
        pytest.param(a_docx("word/vbaProject.bin"), id="macros"),
        pytest.param(a_docx()[:200], id="a damaged document"),
        pytest.param(a_jpeg()[:60], id="a picture cut short"),
    ],
)
def test_what_is_not_kept(content):
    with pytest.raises(FileRefused):
        keepable(content, "a.pdf")


def test_a_photograph_is_kept_without_where_it_was_taken():
    kept = keepable(a_jpeg()).content

    assert SECRET not in kept
    assert SECRET[:3] not in kept
    assert b"ICC_PROFILE" in kept
    assert b"pixels\xff\x00\xff\xd3more" in kept
    assert kept.endswith(b"\xff\xd9")
    assert keepable(kept).content == kept


@pytest.mark.parametrize(("which_way", "said"), [(6, True), (1, False), (99, False)])
def test_a_photograph_stays_the_right_way_up(which_way, said):
    kept = keepable(a_jpeg(which_way)).content

    assert (b"Exif" in kept) is said
    assert not said or struct.pack(">HHIHH", 0x0112, 3, 1, which_way, 0) in kept


def test_a_drawn_picture_is_kept_without_what_is_written_in_it():
    told, wanted = a_png()

    assert keepable(told).content == wanted


def test_words_are_read_where_they_can_be():
    assert "Amara Ashdown" in words_in(an_xlsx(), Media.XLSX)
    assert "Amara Ashdown spoke." in words_in(a_docx(), Media.DOCX)
    assert words_in(b"Amara", Media.TEXT) == "Amara"
    assert words_in(b"%PDF", Media.PDF) is None
