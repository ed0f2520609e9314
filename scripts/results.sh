#!/usr/bin/env bash
# Writes what long tests came to into tests/RESULTS.md: a line for each of the test classes in the TRX files, in place of that class's line from before.
#   scripts/results.sh FILE.trx…
# In the environment: NOTE="…" stands in each new line: what else the machine did, which seeds a part had. COMMIT="…" where the tests ran on another one than is checked out.
set -eu -o pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
file="$root/tests/RESULTS.md"
[ $# -gt 0 ] || {
  sed -n '2,4s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
  exit 2
}

commit=${COMMIT:-$(git -C "$root" rev-parse --short HEAD)}
[ -n "${COMMIT:-}" ] || [ -z "$(git -C "$root" status --porcelain --untracked-files=no -- . ':!tests/RESULTS.md')" ] || commit="$commit, changed"
cpu=$(sed -n 's/^model name[[:space:]]*: //p' /proc/cpuinfo | head -n 1)
machine="${cpu:-$(uname -m)}, $(nproc) processors, Linux $(uname -r | cut -d- -f1), .NET $(cd "$root" && dotnet --version)"

# rows TRX: class | passed | failed | skipped | minutes | day and commit | note
rows() {
  awk -v commit="$commit" -v note="${NOTE:-}" '
    function value(name,   at) {
      at = index($0, " " name "=\"")
      if (!at) return ""
      at = substr($0, at + length(name) + 3)
      return substr(at, 1, index(at, "\"") - 1)
    }
    /<Times / { day = substr(value("start"), 1, 16); sub("T", " ", day) }
    /<UnitTestResult / {
      class = value("testName")
      sub(/\(.*/, "", class)
      sub(/\.[^.]*$/, "", class)
      sub(/^KalePool\./, "", class)
      split(value("duration"), time, ":")
      seconds[class] += time[1] * 3600 + time[2] * 60 + time[3]
      count[class, value("outcome")]++
    }
    END {
      for (class in seconds)
        printf "| %s | %d | %d | %d | %.1f | %s, %s | %s |\n", class, count[class, "Passed"], count[class, "Failed"], count[class, "NotExecuted"], seconds[class] / 60, day, commit, note
    }' "$1"
}

new=$(for trx in "$@"; do rows "$trx"; done)
old=$([ ! -e "$file" ] || sed -n '/^| [A-Z][A-Za-z]*\./p' "$file")
{
  cat <<EOF
# Results of the long tests

Made by \`./test.sh --long\`, which writes this file, and by \`scripts/results.sh FILE.trx…\` for a part that ran by itself. Minutes are the sum of the tests' own times; two may have run beside
each other. What a failed test is about stands below, by hand, or in the CHANGELOG.

$machine

| Part | Passed | Failed | Skipped | Minutes | When (UTC) and of which commit | Seeds, and what else the machine did |
| --- | --- | --- | --- | --- | --- | --- |
EOF
  printf '%s\n%s\n' "$new" "$old" | awk -F'|' 'NF && !seen[$2]++' | sort
  [ ! -e "$file" ] || sed -n '/^## /,$p' "$file" | sed '1s/^/\n/'
} >"$file.new"
mv "$file.new" "$file"
