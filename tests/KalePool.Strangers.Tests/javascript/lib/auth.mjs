// Calls that an address authorizes and another account pays for, with each kind of credentials.
import assert from 'node:assert/strict';
import { sdk, settings, field, path, arm } from './sdk.mjs';
import { server, build } from './chain.mjs';

const { authorizeEntry, rpc } = sdk;

/** Ledgers for which a signature is good. */
const validLedgers = 60;

const recorded = { ADDRESS: 'sorobanCredentialsAddress', ADDRESS_V2: 'sorobanCredentialsAddressV2', ADDRESS_WITH_DELEGATES: 'sorobanCredentialsAddressV2' };

/** The struct {address, nonce, expiration, signature} in any address credentials. */
export function addressCredentials(entry) {
  const credentials = field(entry, 'credentials');
  const value = field(credentials, 'value');
  return arm(credentials) === 'sorobanCredentialsAddressWithDelegates' ? field(value, 'addressCredentials') : value;
}

/** The entry that simulation records for a call which the payer sends. */
export async function record(payer, operation, kind) {
  const simulated = await server.simulateTransaction(await build(payer, [operation]), undefined, undefined, kind !== 'ADDRESS');
  assert.ok(rpc.Api.isSimulationSuccess(simulated), simulated.error);
  assert.equal(simulated.result.auth.length, 1);
  const [entry] = simulated.result.auth;
  assert.equal(arm(field(entry, 'credentials')), recorded[kind]);
  assert.equal(Number(field(addressCredentials(entry), 'signatureExpirationLedger')), 0);
  assert.equal(arm(field(addressCredentials(entry), 'signature')), 'scvVoid');
  return entry;
}

/** Signed by its address; as the kind says, around it or as it was recorded. */
export async function signed(entry, signer, kind) {
  const until = (await server.getLatestLedger()).sequence + validLedgers;
  const asked = kind === 'ADDRESS_WITH_DELEGATES' ? sdk.buildWithDelegatesEntry({ entry, validUntilLedgerSeq: until, delegates: [] }) : entry;
  return authorizeEntry(asked, signer, until, settings.passphrase);
}

/** Simulated again with the signature in it, as the exact resources need, assembled and signed by the payer. */
export async function paid(payer, operation) {
  const prepared = await server.prepareTransaction(await build(payer, [operation]));
  prepared.sign(payer);
  return prepared;
}

/** Function and arguments' count of each node of an entry's tree, depth first. */
export function tree(entry) {
  const node = (one) => [
    path(one, 'function', 'value', 'functionName').toString(),
    ...field(one, 'subInvocations').flatMap(node),
  ];
  return node(field(entry, 'rootInvocation'));
}
