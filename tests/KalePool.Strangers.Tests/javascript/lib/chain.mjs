// Transactions as an application of the SDK makes, sends and follows them.
import assert from 'node:assert/strict';
import { sdk, settings, field, path, arm, int, hex } from './sdk.mjs';

const { rpc, TransactionBuilder, Operation, Account, Asset } = sdk;

export const server = new rpc.Server(settings.rpcUrl, { allowHttp: true });
export const kaleAsset = new Asset('KALE', settings.issuer);

/** Hashes of all that was sent and applied, with the outcome. */
export const history = new Map();

export const resultCode = (result) => arm(field(result, 'result'));

export const feeCharged = (result) => int(field(result, 'feeCharged'));

/** The results of the operations, as the protocol's names: paymentUnderfunded and so on. */
export const operationCodes = (result) =>
  path(result, 'result', 'results').map((one) => {
    if (arm(one) !== 'opInner') return arm(one);
    const inner = field(field(one, 'tr'), 'value');
    return arm(inner);
  });

export async function build(source, operations, { fee = '200', memo, timeout = 120, sequence, bounds, ledgers } = {}) {
  const account = sequence === undefined ? await server.getAccount(source.publicKey()) : new Account(source.publicKey(), String(sequence));
  const builder = new TransactionBuilder(account, { fee, networkPassphrase: settings.passphrase, memo });
  if (bounds) builder.setTimebounds(bounds.minTime, bounds.maxTime);
  else builder.setTimeout(timeout);
  if (ledgers) builder.setLedgerbounds(...ledgers);
  for (const operation of operations) builder.addOperation(operation);
  return builder.build();
}

export async function send(tx) {
  const answer = await server.sendTransaction(tx);
  assert.equal(answer.hash, hex(tx.hash()), 'the hash that the server answers is the one that the SDK computes');
  assert.equal(typeof answer.latestLedger, 'number');
  assert.equal(typeof answer.latestLedgerCloseTime, 'string');
  return answer;
}

/** Sends, and waits until it is in a ledger. */
export async function apply(tx) {
  const answer = await send(tx);
  assert.equal(answer.status, 'PENDING', `sendTransaction: ${answer.status} ${answer.errorResult ? resultCode(answer.errorResult) : ''}`);
  const found = await server.pollTransaction(answer.hash, { attempts: 200, sleepStrategy: () => 150 });
  assert.notEqual(found.status, 'NOT_FOUND', 'it was queued and never applied');
  assert.equal(found.txHash, answer.hash);
  assert.equal(typeof found.ledger, 'number');
  assert.ok(found.applicationOrder >= 1);
  history.set(answer.hash, found);
  return found;
}

export async function succeed(tx) {
  const found = await apply(tx);
  assert.equal(found.status, 'SUCCESS', `${resultCode(found.resultXdr)} ${found.status === 'FAILED' ? operationCodes(found.resultXdr) : ''}`);
  return found;
}

export async function classic(source, operations, options = {}) {
  const tx = await build(source, operations, options);
  tx.sign(source, ...(options.signers ?? []));
  return succeed(tx);
}

export const call = (contract, method, args, auth) => Operation.invokeContractFunction({ contract, function: method, args, auth });

/** Simulates, assembles, signs and applies one call. */
export async function invoke(source, operation, options = {}) {
  const prepared = await server.prepareTransaction(await build(source, [operation], options));
  prepared.sign(source);
  return succeed(prepared);
}

/** Simulates one call from an account that need not exist. */
export const simulate = async (source, operation, ...options) =>
  server.simulateTransaction(await build(source, [operation], { sequence: 1 }), ...options);

export const balance = async (address) => int(field(await server.getAccountEntry(address), 'balance'));

export const kaleBalance = async (address) => BigInt((await server.getAssetBalance(address, kaleAsset)).balanceEntry.amount);

export const sequenceOf = async (address) => int(field(await server.getAccountEntry(address), 'seqNum'));

/** The call by hand, for what the SDK has no method for. */
export async function raw(method, params) {
  const response = await server.httpClient.post(settings.rpcUrl, { jsonrpc: '2.0', id: 7, method, params });
  assert.equal(response.data.jsonrpc, '2.0');
  assert.equal(response.data.id, 7);
  return response.data;
}

/** The latest ledger after the next close. */
export async function nextLedger(after) {
  const from = after ?? (await server.getLatestLedger()).sequence;
  for (;;) {
    const { sequence } = await server.getLatestLedger();
    if (sequence > from) return sequence;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
