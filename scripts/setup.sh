#!/usr/bin/env bash
# Sets a machine up for development: what a build and the tests need (the .NET 10 SDK must be there), all packages restored, everything built once.
#   scripts/setup.sh [--check]
#   --check only says what is missing
# Debian or Ubuntu; without root it names what to install. Exit status: 0 ready; 1 the build failed; 2 something is missing or the argument is wrong.
set -u -o pipefail

extras=(npm postgresql qemu arm64 promtool shellcheck)
# shellcheck source=scripts/prepare.sh
. "$(dirname "${BASH_SOURCE[0]}")/prepare.sh"
case "${1:-}" in
  "") ;;
  --check)
    missing=$(missing_packages "${extras[@]}" | tr '\n' ' ')
    if [ -n "$missing" ]; then
      echo "missing: $missing"
      exit 2
    fi
    echo "nothing is missing"
    exit 0
    ;;
  -h | --help)
    sed -n '2,5s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
    exit 0
    ;;
  *)
    echo "setup.sh: unknown argument '$1'; see scripts/setup.sh --help" >&2
    exit 2
    ;;
esac

prepare
# What only some tests want: without it they are skipped, and say so.
for extra in "${extras[@]}"; do prefer "$extra"; done
cd "$ROOT" || exit 2
part "tools" dotnet tool restore || exit 1
part "restore" restore KalePool.sln || exit 1
part "build" build KalePool.sln || exit 1
echo "ready: ./demo.sh shows a pool, ./test.sh runs every test"
