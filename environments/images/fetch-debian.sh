#!/bin/sh
# Fetches MediaWiki of a Debian suite and lays it out as upstream does.
# Usage, as root in a Debian container: fetch-debian.sh SUITE OUTPUT
# Leaves the tree in OUTPUT/<id>/php-<version>/, where the id says which package files it is made of; a tree that is
# there already is not made again. OUTPUT/lists keeps apt's lists for the next time.
# Prints one line a package, `package NAME VERSION SHA256`, then `version VERSION` and `tree <id>`; OUTPUT/current keeps
# these lines, and `release URI FILE SCRIPT`: where the suite's signed release file comes from, which of OUTPUT/lists it is, and
# the hash of this script; as long as these stay as they are there is nothing to fetch. Ends with 3 when the suite cannot be read, 4 when it has no such package, 5 when a download failed.
set -eu
suite=$1
output=$2
packages='mediawiki mediawiki-classes'

work=$(mktemp -d)
trap 'rm -rf "$work" "$output/part"' EXIT
mkdir -p "$work/cache/archives/partial" "$work/tree" "$output/lists/partial"
# One at a time, in whichever container.
exec 9> "$output/lock"
flock 9

# The mirror is the one that this container's own apt uses; only the suite differs.
mirror=$(apt-get --print-uris update | sed -n "s#^'\(.*\)/dists/.*#\1#p" | head -n 1)
echo "deb $mirror $suite main" > "$work/sources.list"

# A snapshot's Release file may be past its date; its signature is checked all the same.
suite_apt() {
    apt-get -q \
        -o "Dir::Etc::SourceList=$work/sources.list" -o Dir::Etc::SourceParts=- \
        -o "Dir::State::Lists=$output/lists" -o "Dir::Cache=$work/cache" \
        -o Acquire::Check-Valid-Until=false -o Acquire::Languages=none \
        -o Acquire::Retries=2 -o Acquire::http::Timeout=20 \
        -o APT::Sandbox::User=root -o APT::Get::AllowUnauthenticated=false -o APT::Update::Error-Mode=any \
        "$@"
}

suite_apt update >&2 || exit 3
cd "$work"
# shellcheck disable=SC2086 # the names are a list
suite_apt --print-uris download $packages > uris || exit 4

# 'URI' NAME_VERSION_ARCHITECTURE.deb SIZE SHA256:HASH, and %3a is the colon of an epoch.
sed -n "s/^'[^']*' \([^_]*\)_\([^_]*\)_[^ ]* [0-9]* SHA256:\([0-9a-f]*\)$/package \1 \2 \3/p" uris \
    | sed 's/%3a/:/' > lines
id=$(sha256sum < lines | cut -c 1-12)
release=$(suite_apt --print-uris update | sed -n "s/^'\([^']*\/InRelease\)' \([^ ]*\) .*/\1 \2/p")
script=$(sha256sum < "$0" | cut -c 1-64)

finish() {
    version=$(basename "$output/$id"/php-*)
    { cat "$work/lines"; echo "version ${version#php-}"; echo "tree $id"; echo "release $release $script"; } > "$output/current.part"
    mv "$output/current.part" "$output/current"
    cat "$output/current"
    exit 0
}
if [ -d "$output/$id" ]; then finish; fi

# shellcheck disable=SC2086
suite_apt download $packages >&2 || exit 5
while read -r _ package _ sha256; do
    deb=$(echo "$work/${package}"_*.deb)
    echo "$sha256  $deb" | sha256sum --check --quiet >&2
    dpkg-deb -x "$deb" "$work/tree"
    rm "$deb"
done < lines

tree=$work/tree/usr/share/mediawiki
find "$tree" -maxdepth 1 -type l -delete
if [ -d "$tree/extensions-core" ]; then mv "$tree/extensions-core" "$tree/extensions"; fi
mkdir -p "$tree/images" "$tree/cache"

outside=$(find "$tree" -type l -lname '/*')
if [ -n "$outside" ]; then
    echo "links that leave the tree:" >&2
    echo "$outside" >&2
    exit 1
fi
version=$(sed -n "s/^define( *'MW_VERSION', *'\([^']*\)' *);.*/\1/p" "$tree/includes/Defines.php")
if [ -z "$version" ]; then
    echo "includes/Defines.php of suite $suite names no MW_VERSION" >&2
    exit 1
fi
chmod -R u=rwX,go=rX "$tree"
rm -rf "$output/part"
mkdir "$output/part"
mv "$tree" "$output/part/php-$version"
mv "$output/part" "$output/$id"
finish
