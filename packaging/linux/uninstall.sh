#!/bin/sh
# Takes Tacit away; what it knows stays unless its owner says otherwise.
set -eu
data=${XDG_DATA_HOME:-$HOME/.local/share}
program=$data/tacit-program
erase=no
if [ -d "$data/tacit/data" ]; then
    echo "Your vault is in $data/tacit. Without Tacit it stays sealed, and can be used again later."
    printf 'Erase it, too, with everything Tacit remembers? Type “erase” to do so: '
    read -r answer || answer=
    [ "$answer" = erase ] && erase=yes
fi
rm -f "$HOME/.local/bin/tacit" "$data/applications/tacit.desktop" \
    "$data/icons/hicolor/scalable/apps/tacit.svg" "$data/metainfo/org.tacit.Tacit.metainfo.xml" \
    "${XDG_CONFIG_HOME:-$HOME/.config}/autostart/tacit.desktop"
if [ "$erase" = yes ]; then
    rm -rf "$data/tacit" "${XDG_CONFIG_HOME:-$HOME/.config}/tacit" \
        "${XDG_CACHE_HOME:-$HOME/.cache}/tacit" "${XDG_STATE_HOME:-$HOME/.local/state}/tacit"
    echo "Tacit and its vault are gone."
else
    echo "Tacit is gone. Your vault was kept."
fi
rm -rf "$program"
