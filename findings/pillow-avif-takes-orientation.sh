#!/usr/bin/env bash
# Pillow 13.0.0: saving a picture as AVIF takes the orientation out of the Exif object that was handed
# in, so the JPEG or WebP that is saved after it with the same object lies on its side.
#
# Expected. Pillow's handbook, "Image file formats": save(exif=...) writes the given Exif data, as an
# Image.Exif or as bytes. Saving reads its arguments; the order of two saves should not matter.
#
# What happens. AVIF has a property of its own for the orientation, so Pillow moves it there, and
# removes it from the object itself instead of from a copy. The AVIF is right. With bytes instead of
# an object nothing is shared, and all is well.
#
#   saved, in this order       orientation in each file     left in the object
#   JPEG, WebP                 6, 6                         6
#   JPEG, AVIF                 6, 6                         none
#   AVIF, JPEG                 6, none                      none
#   AVIF, AVIF                 6, none                      none
#   AVIF, JPEG from bytes      6, 6                         6
#
# An opened picture is affected through its own getexif(), which is one object: after AVIF has been
# saved with it, ImageOps.exif_transpose of the picture in memory turns nothing any more.
#
# Documented: no.
#
# Why it matters. Sites write a photograph in two or three formats, the newest first. The AVIF stands
# upright, the fallback does not, and only readers with an older browser see it.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pillow==13.0.0
venv/bin/pip list 2>/dev/null | grep -i -E '^pillow '

cat > look.py <<'PY'
import io

from PIL import Image, ImageOps

ORIENTATION = 0x0112
picture = Image.new("RGB", (40, 20), "red")


def save(picture, kind, exif):
    file = io.BytesIO()
    picture.save(file, kind, exif=exif)
    return Image.open(file)


def show(kinds, as_bytes=False):
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    written = [save(picture, kind, exif.tobytes() if as_bytes else exif).getexif().get(ORIENTATION) for kind in kinds]
    print(kinds, "bytes" if as_bytes else "object", "in the files:", written, "left:", exif.get(ORIENTATION))


show(["JPEG", "WEBP"])
show(["JPEG", "AVIF"])
show(["AVIF", "JPEG"])
show(["AVIF", "AVIF"])
show(["AVIF", "JPEG"], as_bytes=True)

exif = Image.Exif()
exif[ORIENTATION] = 6
for kind in ["JPEG", "AVIF"]:
    opened = save(picture, "JPEG", exif)
    save(opened, kind, opened.getexif())
    print("an opened JPEG, saved as", kind, "and then turned:", ImageOps.exif_transpose(opened).size)
PY
venv/bin/python look.py | tee seen.txt

cat > then.txt <<'TXT'
['JPEG', 'WEBP'] object in the files: [6, 6] left: 6
['JPEG', 'AVIF'] object in the files: [6, 6] left: None
['AVIF', 'JPEG'] object in the files: [6, None] left: None
['AVIF', 'AVIF'] object in the files: [6, None] left: None
['AVIF', 'JPEG'] bytes in the files: [6, 6] left: 6
an opened JPEG, saved as JPEG and then turned: (20, 40)
an opened JPEG, saved as AVIF and then turned: (40, 20)
TXT
diff -u then.txt seen.txt || { echo 'The behaviour has changed.'; exit 1; }
echo 'Seen as described.'
