# SPDX-License-Identifier: EUPL-1.2
# The steps that ./run, ./test and make deps share: packages, node_modules,
# build folders. Sourced from the top of the tree; POSIX sh, because a fresh
# machine has nothing else. Everything done is announced in one line each.

say() { printf '%s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

# missing LIST… : the packages of the lists that are not there.
missing() {
    sed 's/#.*//' "$@" | while read -r package rest; do
        [ -n "$package" ] || continue
        word=${rest%% *}
        case $word in
        '' | pc:*) dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q ' installed' ;;
        *) command -v "$word" >/dev/null 2>&1 ;;
        esac || printf '%s ' "$package"
    done
}

# need_packages LIST… : installs what is missing, with sudo when not root.
need_packages() {
    if ! command -v apt-get >/dev/null 2>&1; then
        [ -z "${MOTCUA_NO_INSTALL:-}" ] || return 0
        say "This system has no apt-get. Install what is listed in $* under the names of your"
        die "system, then start again with MOTCUA_NO_INSTALL=1."
    fi
    lacking=$(missing "$@")
    [ -n "$lacking" ] || return 0
    [ -z "${MOTCUA_NO_INSTALL:-}" ] || die "Missing, and MOTCUA_NO_INSTALL is set: $lacking"
    as_root=
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null 2>&1 || die "As root, please: apt-get install $lacking"
        as_root=sudo
    fi
    say "Installing: $lacking"
    $as_root apt-get -qq update || say "apt-get update failed; trying with the lists that are there."
    # shellcheck disable=SC2086 -- a list of words
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends \
        $lacking >/dev/null || die "apt-get could not install: $lacking"
}

# npm ci, when node_modules is missing or older than the lock file.
need_node_modules() {
    [ -f package-lock.json ] || return 0
    [ node_modules/.package-lock.json -nt package-lock.json ] && return 0
    say "Installing the npm packages of package-lock.json"
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2
    touch node_modules/.package-lock.json
}

# prepare STAMP LIST… : packages and node_modules, skipped while nothing they depend on changed.
prepare() {
    stamp=$1
    shift
    now=$(cat tools/front.sh package-lock.json "$@" 2>/dev/null | cksum)
    [ -d node_modules ] || [ ! -f package-lock.json ] || now="$now, no node_modules"
    [ "$now" != "$(cat "$stamp" 2>/dev/null)" ] || return 0
    need_packages "$@"
    need_node_modules
    mkdir -p "$(dirname "$stamp")"
    cat tools/front.sh package-lock.json "$@" 2>/dev/null | cksum >"$stamp"
}

# build_in FOLDER SETUP… : configures once, then builds; silent when nothing is to be done.
build_in() {
    folder=$1
    shift
    if [ ! -f "$folder/build.ninja" ]; then
        say "Building in $folder (some minutes the first time)"
        meson setup "$folder" "$@" >"$folder.log" 2>&1 || { cat "$folder.log" >&2; exit 1; }
        rm -f "$folder.log"
    fi
    # Somebody who watches sees ninja's one line of progress; a log gets only what went wrong.
    if [ -t 2 ]; then
        ninja -C "$folder" >&2
        return
    fi
    ninja -C "$folder" >"$folder/ninja.log" 2>&1 || { cat "$folder/ninja.log" >&2; exit 1; }
}
