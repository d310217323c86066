#!/bin/sh
# Verify the first signature of an attestation without authassay: with jq, openssl
# 3 and sha256sum, in the folder of the evidence. The key comes from the signer by
# another way than the evidence. Usage: sh verify.sh KEY.pub
set -eu
key=$1
part=$(mktemp -d)
trap 'rm -rf "$part"' EXIT
head -n 1 report.intoto.jsonl > "$part/line"
jq -r .payload "$part/line" | base64 -d > "$part/payload"
jq -r '.signatures[0].sig' "$part/line" | base64 -d > "$part/sig"
type=$(jq -r .payloadType "$part/line")
{ printf 'DSSEv1 %d %s %d ' "${#type}" "$type" "$(wc -c < "$part/payload")"; cat "$part/payload"; } > "$part/signed"
openssl pkeyutl -verify -pubin -inkey "$key" -rawin -in "$part/signed" -sigfile "$part/sig"
jq -r '.subject[0].digest.sha256 + "  report.json", .subject[1].digest.sha256 + "  target.json",
  (.predicate["authassay.v1"].files | to_entries[] | .value + "  " + .key)' "$part/payload" | sha256sum -c --ignore-missing
jq -r '.predicate | .result + ", " + .["authassay.v1"].scope + ", run ended at " + .["authassay.v1"].ended' "$part/payload"
