#!/usr/bin/env bash
# Makes a pooler by the operator's API, shows his key this once, and writes his env file, mode 0600.
#   scripts/create-pooler.sh --name NAME --account G… [--share 0] [--seats 50] [--api http://127.0.0.1:3000] [--backend URL] [--out pooler.env]
#   --share   0 to 1, with at most four digits after the point, of what his farmers earn
#   --backend where his machine reaches the backend; --api where this one does
# The operator's key: ADMIN_KEY, or ADMIN_KEY_FILE, which names a file. The network: STELLAR_NETWORK, NETWORK_PASSPHRASE, RPC_URL, KALE_CONTRACT_ID, BLOCK_INTERVAL_SECONDS
# and ROUTER_CONTRACT_ID as far as they are set.
# Exit status: 0 he is there; 1 the backend refused or was not reached; 2 something is missing or an argument is wrong.
set -u -o pipefail

fail() {
  echo "create-pooler.sh: $2" >&2
  exit "$1"
}
name="" account="" share=0 seats=50 api=http://127.0.0.1:3000 backend="" out=pooler.env
while [ $# -gt 0 ]; do
  case "$1" in
    -h | --help)
      sed -n '2,8s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
      exit 0
      ;;
    --name | --account | --share | --seats | --api | --backend | --out)
      [ $# -gt 1 ] || fail 2 "$1 wants a value"
      printf -v "${1#--}" '%s' "$2"
      shift 2
      ;;
    *) fail 2 "unknown argument '$1'; see scripts/create-pooler.sh --help" ;;
  esac
done
for tool in curl jq; do command -v $tool >/dev/null 2>&1 || fail 2 "missing: apt-get install $tool"; done
[ -n "$name" ] || fail 2 "--name is missing"
[[ "$account" =~ ^G[A-Z2-7]{55}$ ]] || fail 2 "--account: an account's address (G…, 56 characters) expected"
[[ "$share" =~ ^(0(\.[0-9]{1,4})?|1(\.0{1,4})?)$ ]] || fail 2 "--share: 0 to 1 expected, with at most four digits after the point"
[[ "$seats" =~ ^[1-9][0-9]{0,3}$ ]] || fail 2 "--seats: a number of farmers expected"
[ ! -e "$out" ] || fail 2 "--out: $out is there already, and may hold a key"
key=${ADMIN_KEY:-}
if [ -z "$key" ] && [ -n "${ADMIN_KEY_FILE:-}" ]; then key=$(cat "$ADMIN_KEY_FILE") || fail 2 "ADMIN_KEY_FILE cannot be read"; fi
[ -n "$key" ] || fail 2 "neither ADMIN_KEY nor ADMIN_KEY_FILE is set"

# The file first: a key that nobody could write down would be lost.
umask 077
: >"$out" || fail 2 "--out: $out cannot be written"
undo() { rm -f "$out"; }
api=${api%/} api=${api%/api/v1}
body=$(jq -nc --arg name "$name" --arg account "$account" --argjson share "$share" --argjson seats "$seats" '{name: $name, public_key: $account, reward_share: $share, max_farmers: $seats}')
# By standard input: a list of processes shows no key.
if ! answer=$(printf 'header = "Authorization: Bearer %s"\n' "$key" | curl -sS --max-time 60 --config - --json "$body" "$api/api/v1/admin/poolers"); then
  undo
  fail 1 "$api was not reached"
fi
id=$(jq -r '.pooler_id // empty' <<<"$answer" 2>/dev/null) made=$(jq -r '.api_key // empty' <<<"$answer" 2>/dev/null)
if [ -z "$id" ] || [ -z "$made" ]; then
  undo
  fail 1 "refused: $(jq -r '"\(.code): \(.detail)"' <<<"$answer" 2>/dev/null || echo "$answer")"
fi
{
  echo "# Written by create-pooler.sh. Keep it: it holds a key. kale-pooler doctor --env-file looks whether all is well, kale-pooler run --env-file takes it."
  printf "POOLER_ID=%s\nPOOLER_NAME='%s'\nBACKEND_API_URL=%s\nBACKEND_API_KEY=%s\n" "$id" "${name//\'/}" "${backend:-$api}" "$made"
  for setting in STELLAR_NETWORK NETWORK_PASSPHRASE RPC_URL KALE_CONTRACT_ID BLOCK_INTERVAL_SECONDS ROUTER_CONTRACT_ID; do
    [ -z "${!setting:-}" ] || printf "%s='%s'\n" "$setting" "${!setting}"
  done
  echo "# The secret key of $account, which pays for works; only its owner has it. Or WORK_SUBMISSION=backend and POOLER_PUBLIC_KEY=$account."
  echo "#POOLER_SECRET_KEY=S…"
} >"$out"
echo "pooler $id; his key, shown this once: $made"
echo "$out is written, mode 0600"
