#!/bin/sh
# Refreshes the data, says what changed, and builds the static site anew; for cron or a timer.
#
#     deploy/nightly.sh FOLDER [ADDRESS]
#
# FOLDER is the site's folder, ADDRESS where it stands (https://...). What stands in FOLDER stays as
# it is unless every step before has gone well; whatever fails says so and ends the run with 1.
#
# NUZUH_COMMAND  the command, when it is not the nuzuh of the PATH
# NUZUH_SITE_KB  how large a site may be without its former versions; 30720 when not given
set -eu

folder=${1:?name the folder of the site}
address=${2:-}
nuzuh=${NUZUH_COMMAND:-nuzuh}
most=${NUZUH_SITE_KB:-30720}
work=${TMPDIR:-/tmp}/nuzuh-nightly.$$

say() { printf '%s\n' "$*"; }
fail() {
    printf 'nightly: %s; %s stays as it is\n' "$*" "$folder" >&2
    exit 1
}

# Every figure of a ledger has a row that bears its id.
figures_of() { tr '<' '\n' <"$1/estimates/index.html" | grep -c '^tr id="' || true; }

# What a site that is cut short, or built from damaged data, would fail.
check() {
    for page in index.html estimates/index.html; do
        for lang in "" ar/ he/; do
            [ -s "$1/$lang$page" ] || fail "the new site has no $lang$page"
        done
    done
    find "$1" -name '*.html' >"$work/pages"
    while IFS= read -r page; do
        grep -q 'http-equiv="Content-Security-Policy"' "$page" ||
            fail "a page of the new site says nothing of what it may load: ${page#"$1"/}"
    done <"$work/pages"
    find "$1" -name index.html -exec cat {} + | tr '"' '\n' |
        sed -n 's|^\(\.\./\)*\(\(v/[^/]*/\)*assets/[^/?#]*\)$|\2|p' | sort -u >"$work/assets"
    [ -s "$work/assets" ] || fail "the pages of the new site load nothing"
    while IFS= read -r asset; do
        [ -s "$1/$asset" ] || fail "the new site lacks $asset, which a page loads"
    done <"$work/assets"
    # Pages and tables of former versions: there are more of them with every version.
    newest=$(sed -n 's/^ *"latest": "\(.*\)".*/\1/p' "$1/data/index.json" || true)
    former=0
    for place in "$1/v" "$1"/data/[0-9]*; do
        [ -d "$place" ] && [ "${place##*/}" != "$newest" ] || continue
        former=$((former + $(du -sk "$place" | cut -f1)))
    done
    size=$(($(du -sk "$1" | cut -f1) - former))
    [ "$size" -le "$most" ] || fail "the new site has $size kB, more than $most"
    now=$(figures_of "$1")
    [ "$now" -gt 0 ] || fail "the ledger of the new site is empty"
    if [ -s "$folder/estimates/index.html" ]; then
        before=$(figures_of "$folder")
        # Some are withdrawn now and then; never a tenth of them in a night.
        [ $((now * 10)) -ge $((before * 9)) ] ||
            fail "the ledger of the new site has $now figures, where it had $before"
    fi
    say "The new site: $now figures, $size kB."
}

command -v "$nuzuh" >/dev/null || fail "there is no command $nuzuh: install nuzuh, or name it in NUZUH_COMMAND"
mkdir -m 700 "$work" || fail "cannot make $work"
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

say "What a refresh changes:"
"$nuzuh" diff || fail "no source could be reached"
"$nuzuh" refresh >"$work/refreshed" || fail "the refresh did not end well"
# What is published can be cited, and has to be found again.
"$nuzuh" archive add || fail "the version could not be archived"

set -- --format site -o
[ -z "$address" ] || set -- --address "$address" "$@"
# Of former versions, which do not change, it has the one that has just become one.
"$nuzuh" export --versions 1 "$@" "$work/site" || fail "the site could not be built"
check "$work/site"
# Built from the same data into its place: what pages load comes before them, and each file whole.
# Pages of former versions that stand there are left as they are.
"$nuzuh" export "$@" "$folder" || fail "the site could not be written"

# Compressed copies for a server that hands them out as they are (nginx: gzip_static).
find "$folder" -type f \( -name '*.html' -o -name '*.js' -o -name '*.css' -o -name '*.json' \
    -o -name '*.bin' -o -name '*.csv' -o -name '*.xml' -o -name '*.geojson' \) >"$work/files"
while IFS= read -r file; do
    [ -e "$file.gz" ] && [ ! "$file" -nt "$file.gz" ] && continue
    gzip -9 -n -c "$file" >"$work/packed" && mv -f "$work/packed" "$file.gz" && touch -r "$file" "$file.gz"
done <"$work/files"
say "Published in $folder."
