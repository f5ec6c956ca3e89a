#!/bin/sh
# Tacit for macOS: the app signed, and a disk image to drag it from.
#
#   .venv/bin/python packaging/build.py --only bundle
#   IDENTITY="Developer ID Application: …" packaging/macos/make-dmg.sh
#
# Without IDENTITY it is signed for this computer alone. Never run so far: see docs/installing.md.
set -eu
root=$(CDPATH= cd -- "$(dirname -- "$0")/../.." && pwd)
app=$root/build/bundle/Tacit.app
out=$root/dist
identity=${IDENTITY:--}
mkdir -p "$out"
[ -d "$root/build/weights" ] && cp -R "$root/build/weights" "$app/Contents/MacOS/weights"
find "$app" -type f \( -name '*.so' -o -name '*.dylib' \) -exec \
    codesign --force --timestamp --options runtime --sign "$identity" {} +
codesign --force --timestamp --options runtime --sign "$identity" \
    --entitlements "$root/packaging/macos/entitlements.plist" "$app"
stage=$(mktemp -d)
cp -R "$app" "$stage/"
ln -s /Applications "$stage/Applications"
hdiutil create -volname Tacit -srcfolder "$stage" -ov -format ULMO "$out/tacit-macos.dmg"
rm -rf "$stage"
if [ "$identity" != - ]; then
    xcrun notarytool submit "$out/tacit-macos.dmg" --keychain-profile tacit --wait
    xcrun stapler staple "$out/tacit-macos.dmg"
fi
echo "$out/tacit-macos.dmg"
