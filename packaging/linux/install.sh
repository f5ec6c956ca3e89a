#!/bin/sh
# Installs Tacit for the person who runs this, without rights of an administrator.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
data=${XDG_DATA_HOME:-$HOME/.local/share}
program=$data/tacit-program
mkdir -p "$data/applications" "$data/icons/hicolor/scalable/apps" "$data/metainfo" "$HOME/.local/bin"
rm -rf "$program.new"
cp -R "$here/program" "$program.new"
# Weights that came with an earlier version stay, where this one brings none.
if [ -d "$program/weights" ] && [ ! -d "$program.new/weights" ]; then
    mv "$program/weights" "$program.new/weights"
fi
rm -rf "$program"
mv "$program.new" "$program"
ln -sf "$program/tacit" "$HOME/.local/bin/tacit"
sed "s|^Exec=tacit|Exec=\"$program/tacit\"|" "$here/share/tacit.desktop" > "$data/applications/tacit.desktop"
cp "$here/share/tacit.svg" "$data/icons/hicolor/scalable/apps/tacit.svg"
cp "$here/share/org.tacit.Tacit.metainfo.xml" "$data/metainfo/"
cp "$here/uninstall.sh" "$program/uninstall.sh"
if command -v update-desktop-database >/dev/null 2>&1; then
    update-desktop-database "$data/applications" || true
fi
echo "Tacit is installed. Open it from the menu, or with: $HOME/.local/bin/tacit"
