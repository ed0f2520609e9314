#!/usr/bin/env bash
# Not run here beyond --dry-run: there is no systemd where this was written (it has read the units), and no mainnet. Deploys the backend on this machine (Debian or Ubuntu, as root), or upgrades it.
#   scripts/deploy.sh --network mainnet|testnet [--rpc-url URL[,URL]] [--database-url URL] [--webhook URL] [--dry-run] [--stage FOLDER]
#   --dry-run  says what it would do, and changes nothing
#   --stage    does all of it below FOLDER instead of /, without account, systemd and start: for a look, or to copy
# It publishes to /opt/kalepool, writes /etc/kalepool/backend.env (mode 0600, with a master key and an admin key made here) unless it is there, installs the units of packaging/service/, starts,
# and waits until the backend is ready. What is there already is kept; an upgrade takes a backup first. Exit status: 0 ready; 1 it failed; 2 something is missing or an argument is wrong.
set -u -o pipefail

fail() {
  echo "deploy.sh: $2" >&2
  exit "$1"
}
network="" rpc="" database="" webhook="" dry="" stage=""
while [ $# -gt 0 ]; do
  case "$1" in
    -h | --help)
      sed -n '2,7s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
      exit 0
      ;;
    --dry-run)
      dry=1
      shift
      ;;
    --network | --rpc-url | --database-url | --webhook | --stage)
      [ $# -gt 1 ] || fail 2 "$1 wants a value"
      case "$1" in --rpc-url) rpc=$2 ;; --database-url) database=$2 ;; *) printf -v "${1#--}" '%s' "$2" ;; esac
      shift 2
      ;;
    *) fail 2 "unknown argument '$1'; see scripts/deploy.sh --help" ;;
  esac
done
case "$network" in
  testnet) ;;
  mainnet)
    [[ "$rpc" == https://* ]] || fail 2 "--rpc-url: on mainnet name two servers of different people, https, comma separated"
    [[ "$database" == postgresql://* ]] || fail 2 "--database-url: on mainnet a PostgreSQL server's expected"
    ;;
  *) fail 2 "--network: mainnet or testnet expected" ;;
esac
case "$rpc$database$webhook" in *"'"* | *$'\n'*) fail 2 "an address holds a quote or a new line" ;; esac

# shellcheck source=scripts/prepare.sh
. "$(dirname "${BASH_SOURCE[0]}")/prepare.sh"
sample="$ROOT/packaging/$network/backend.env"
etc="$stage/etc/kalepool" opt="$stage/opt/kalepool" units="$stage/etc/systemd/system"
run() {
  if [ -n "$dry" ]; then
    printf 'would run:'
    printf ' %q' "$@"
    echo
  else
    "$@"
  fi
}
[ -n "$dry$stage" ] || [ "$(id -u)" = 0 ] || fail 2 "root is needed; --dry-run says what for"
command -v openssl >/dev/null 2>&1 || fail 2 "missing: apt-get install openssl"

# shellcheck disable=SC2317,SC2329 # called by run
# The sample with what was given and keys made here; none of them is an argument of a process, which others could see.
settings() {
  local line
  while IFS= read -r line; do
    case "$line" in
      RPC_URL=*) [ -z "$rpc" ] || line="RPC_URL='$rpc'" ;;
      DATABASE_URL=*) line="DATABASE_URL='${database:-sqlite:/var/lib/kalepool/kalepool.db}'" ;;
      KALEPOOL_MASTER_KEY=*) line="KALEPOOL_MASTER_KEY=$(openssl rand -base64 32)" ;;
      ADMIN_KEY=*) line="ADMIN_KEY=kpa_$(openssl rand -hex 32)" ;;
    esac
    printf '%s\n' "$line"
  done <"$sample"
  echo "BACKUP_FOLDER=/var/backups/kalepool"
  [ -z "$webhook" ] || echo "ALERT_WEBHOOK_URL='$webhook'"
}
# shellcheck disable=SC2317,SC2329 # called by run
write_settings() {
  (umask 077 && settings >"$etc/backend.env.new") && mv "$etc/backend.env.new" "$etc/backend.env"
}

[ -n "$dry" ] || prepare
cd "$ROOT" || exit 2
if [ -z "$stage" ] && [ -x /opt/kalepool/kalepool ] && [ -d /var/backups/kalepool ]; then
  run runuser -u kalepool -- /opt/kalepool/kalepool backup /var/backups/kalepool --env-file /etc/kalepool/backend.env || fail 1 "the backup before the upgrade failed; nothing was changed"
fi
if [ -z "$stage" ] && ! id kalepool >/dev/null 2>&1; then run useradd --system --home-dir /var/lib/kalepool --shell /usr/sbin/nologin kalepool || exit 1; fi
run install -d -m 755 "$opt.new" "$units" || exit 1
run install -d -m 750 "$etc" || exit 1
run dotnet publish backend/KalePool.Backend/KalePool.Backend.csproj -c Release -v q --nologo -o "$opt.new" || fail 1 "the backend could not be built"
if [ -e "$etc/backend.env" ]; then
  echo "$etc/backend.env is kept"
else
  run write_settings || exit 1
  echo "$etc/backend.env: copy its KALEPOOL_MASTER_KEY to another place; without it no wallet opens"
fi
for unit in kalepool.service kalepool-backup.service kalepool-backup.timer; do run install -m 644 "packaging/service/$unit" "$units/$unit" || exit 1; done
if [ -d "$opt" ]; then
  run rm -rf "$opt.old" && run mv "$opt" "$opt.old" || exit 1
fi
run mv "$opt.new" "$opt" || exit 1
if [ -n "$stage" ]; then
  echo "staged below $stage"
  exit 0
fi
run chgrp -R kalepool "$etc" && run chown kalepool "$etc/backend.env" || exit 1
run install -d -o kalepool -m 700 /var/lib/kalepool /var/backups/kalepool || exit 1
run systemctl daemon-reload && run systemctl enable --now kalepool-backup.timer && run systemctl enable kalepool && run systemctl restart kalepool || exit 1
[ -z "$dry" ] || exit 0
port=$(sed -n 's/^PORT=//p' "$etc/backend.env")
for _ in $(seq 120); do
  if curl -fsS "http://127.0.0.1:${port:-3000}/health/ready" 2>/dev/null; then
    echo " after $SECONDS s"
    exit 0
  fi
  sleep 1
done
fail 1 "the backend is not ready after two minutes: journalctl -u kalepool; the version before is in $opt.old"
