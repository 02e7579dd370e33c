#!/bin/sh
# Makes everything ready that gm1 needs, and does nothing when it is: Node packages, then what `gm1 doctor` looks at.
set -eu
cd "$(dirname "$0")/.."

fail() {
  echo "$1" >&2
  exit 3
}

# The machine's own Node and npm, even when npm put ours first on the PATH: npm is about to replace ours.
PATH=$(printf %s "$PATH" | tr : '\n' | grep -v 'node_modules/\.bin$' | paste -s -d : -)

command -v npm >/dev/null || fail 'gm1 needs npm, which comes with Node: install Node 20 or later, then run this again.'
major=$(node -p 'process.versions.node.split(".")[0]' 2>/dev/null) || major=0
[ "$major" -ge 20 ] || fail 'gm1 needs Node 20 or later to set itself up: install it, then run this again.'

# One set-up at a time; the system releases the lock however this ends. macOS has no flock and does without.
if command -v flock >/dev/null; then
  mkdir -p .gm1
  exec 9>.gm1/set-up.lock
  flock -n 9 || { echo 'Another set-up is at work here; waiting for it.' >&2; flock 9; }
fi

if ! node harness/dependencies-match.js; then
  echo 'Installing the npm packages that package-lock.json lists.' >&2
  # Some callers make npm silent, and a failure has to be seen.
  npm ci --no-audit --no-fund --loglevel=error >&2 || fail 'npm ci failed: mend what it says above, then run this again.'
fi

case $(node_modules/.bin/node --version 2>/dev/null) in
  v24.*) ;;
  *) fail 'node_modules/.bin/node is not Node 24: run "npm rebuild node" (with npm'\''s install scripts allowed), then this again.' ;;
esac

node_modules/.bin/node harness/main.ts doctor --install
