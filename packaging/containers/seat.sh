#!/bin/sh
# Gives the devnet's pooler an account and a seat, once, and writes its env file. The key is everybody's: it opens accounts of devnets only.
set -eu
env_file=/state/pooler.env
[ -s "$env_file" ] && exit 0
api=http://127.0.0.1:3000 rpc=http://127.0.0.1:8000
address=GBBK472PKBCRNFQADLNOAV54EZXH4N2KVDL67GSIMNCBWGMSLXP7D6GF
secret=SD7H5DLT3DQVCXISDPSNEUADIIGRZM5RFVDF2OI6FPWKXH5BSYRN3WWL

until curl -fsS "$api/health/ready"; do sleep 2; done
curl -sS "$rpc/friendbot?addr=$address"
made=$(curl -fsS "$api/api/v1/admin/poolers" -H "Authorization: Bearer $(cat /run/secrets/admin-key)" \
  --json "{\"name\":\"devnet\",\"public_key\":\"$address\",\"reward_share\":0,\"max_farmers\":100}")
id=$(echo "$made" | sed -n 's/.*"pooler_id":"\([^"]*\)".*/\1/p')
key=$(echo "$made" | sed -n 's/.*"api_key":"\([^"]*\)".*/\1/p')
umask 077
printf 'POOLER_ID=%s\nBACKEND_API_KEY=%s\nPOOLER_SECRET_KEY=%s\n' "$id" "$key" "$secret" >"$env_file.new"
chown -R 1654:1654 /state
mv "$env_file.new" "$env_file"
