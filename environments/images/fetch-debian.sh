#!/bin/sh
# Fetches MediaWiki of a Debian suite and lays it out as upstream does: OUTPUT/php-<version>/.
# Usage, as root in a Debian container: fetch-debian.sh SUITE OUTPUT
# Prints one line a package, `package NAME VERSION SHA256`, and then `version VERSION`.
set -eu
suite=$1
output=$2
packages='mediawiki mediawiki-classes'

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/etc" "$work/lists/partial" "$work/cache/archives/partial" "$work/tree"
chmod -R a+rX "$work"

# The mirror is the one that this container's own apt uses; only the suite differs.
mirror=$(apt-get --print-uris update | sed -n "s#^'\(.*\)/dists/.*#\1#p" | head -n 1)
echo "deb $mirror $suite main" > "$work/etc/sources.list"

# A snapshot's Release file may be past its date; its signature is checked all the same.
suite_apt() {
    apt-get -q \
        -o "Dir::Etc::SourceList=$work/etc/sources.list" -o Dir::Etc::SourceParts=- \
        -o "Dir::State::Lists=$work/lists" -o "Dir::Cache=$work/cache" \
        -o Acquire::Check-Valid-Until=false -o Acquire::Languages=none \
        -o Acquire::Retries=2 -o APT::Sandbox::User=root -o APT::Get::AllowUnauthenticated=false \
        "$@"
}

suite_apt update >&2
cd "$work"
# shellcheck disable=SC2086 # the names are a list
suite_apt download $packages >&2
for package in $packages; do
    deb=$(echo "$work/${package}"_*.deb)
    echo "package $package $(dpkg-deb -f "$deb" Version) $(sha256sum "$deb" | cut -d ' ' -f 1)"
    dpkg-deb -x "$deb" "$work/tree"
    rm "$deb"
done

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
rm -rf "$output/php-$version"
mkdir -p "$output"
mv "$tree" "$output/php-$version"
chmod -R u=rwX,go=rX "$output/php-$version"
echo "version $version"
