#!/bin/sh
# Fetches the tests that upstream has in its tree from the source package of MediaWiki of a Debian suite.
# Usage, as root in a Debian container: fetch-debian-tests.sh SUITE OUTPUT
# Leaves tests/selenium and tests/api-testing of core, extensions and skins in OUTPUT/<id>/, where the id says which source
# archives they are of; what is there already is not made again. OUTPUT/lists keeps apt's lists for the next time.
# Prints `version VERSION` and `tree <id>`; OUTPUT/current keeps these lines.
# Ends with 3 when the suite cannot be read, 4 when it has no such source package, 5 when a download failed.
set -eu
suite=$1
output=$2

work=$(mktemp -d)
trap 'rm -rf "$work" "$output/part"' EXIT
mkdir -p "$work/cache/archives/partial" "$work/tree" "$output/lists/partial"
# One at a time, in whichever container.
exec 9> "$output/lock"
flock 9

# The mirror is the one that this container's own apt uses; only the suite differs.
mirror=$(apt-get --print-uris update | sed -n "s#^'\(.*\)/dists/.*#\1#p" | head -n 1)
echo "deb-src $mirror $suite main" > "$work/sources.list"

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
suite_apt --print-uris --download-only source mediawiki > uris || exit 4

# 'URI' mediawiki_VERSION.orig.tar.xz SIZE SHA256:HASH
sed -n "s/^'[^']*' \(mediawiki_[^ ]*\.orig[^ ]*\.tar\.[a-z0-9]*\) [0-9]* SHA256:\([0-9a-f]*\)$/\2  \1/p" uris > archives
[ -s archives ] || exit 4
id=$(sha256sum < archives | cut -c 1-12)
version=$(sed -n 's/^[0-9a-f]*  mediawiki_\([0-9.]*[0-9]\).*\.orig\.tar\..*/\1/p' archives | head -n 1)

finish() {
    { echo "version $version"; echo "tree $id"; } > "$output/current.part"
    mv "$output/current.part" "$output/current"
    cat "$output/current"
    exit 0
}
if [ -d "$output/$id" ]; then finish; fi

suite_apt --download-only source mediawiki >&2 || exit 5
sha256sum --check --quiet archives >&2 || exit 5
cut -c 67- archives | while read -r archive; do
    tar -xf "$archive" -C tree --wildcards --no-wildcards-match-slash --strip-components=1 \
        '*/tests/selenium' '*/tests/api-testing' \
        '*/extensions/*/tests/selenium' '*/extensions/*/tests/api-testing' \
        '*/skins/*/tests/selenium' '*/skins/*/tests/api-testing' 2> missing || grep -v 'Not found in archive\|previous errors' missing >&2 || true
    rm "$archive"
done
if [ ! -d tree/tests ]; then
    echo "the source package has no tests/" >&2
    exit 4
fi
find tree -type l -delete
chmod -R u=rwX,go=rX tree
rm -rf "$output/part"
mv tree "$output/part"
mv "$output/part" "$output/$id"
finish
