// What the queue, the ledger and the server refuse, and how they say it.
import assert from 'node:assert/strict';
import { sdk, hex } from '../lib/sdk.mjs';
import { apply, balance, build, feeCharged, kaleAsset, nextLedger, operationCodes, resultCode, send, sequenceOf, server } from '../lib/chain.mjs';
import { plantCall } from '../lib/kale.mjs';
import { step } from '../lib/steps.mjs';
import { people } from './onboarding.mjs';

const { Asset, Keypair, Operation, rpc } = sdk;
const id = (name) => people[name].publicKey();
const pay = (to, value, asset = Asset.native(), source) => Operation.payment({ destination: to, asset, amount: value, source });

/** Signs, sends, and gives the code with which the queue refuses. */
async function refused(tx, ...signers) {
  if (signers.length > 0) tx.sign(...signers);
  const answer = await send(tx);
  assert.equal(answer.status, 'ERROR', 'the queue refuses it');
  return { code: resultCode(answer.errorResult), result: answer.errorResult };
}

export async function refusals() {
  const { pol, pia, pat } = people;
  const some = [pay(id('pia'), '1')];

  await step('sequence numbers out of order', async () => {
    const sequence = await sequenceOf(id('pol'));
    for (const wrong of [sequence - 1n, sequence + 1n]) {
      assert.equal((await refused(await build(pol, some, { sequence: wrong }), pol)).code, 'txBadSeq');
    }
    assert.equal(await sequenceOf(id('pol')), sequence);
    return 'txBadSeq, below and above';
  });

  await step('signatures missing, foreign, superfluous', async () => {
    assert.equal((await refused(await build(pol, some))).code, 'txBadAuth');
    assert.equal((await refused(await build(pol, some), pia)).code, 'txBadAuth');
    assert.equal((await refused(await build(pol, some), pol, pia)).code, 'txBadAuthExtra');
    const foreign = await refused(await build(pol, [pay(id('pat'), '1', Asset.native(), id('pia'))]), pol);
    assert.deepEqual([foreign.code, operationCodes(foreign.result)], ['txFailed', ['opBadAuth']]);
    return 'txBadAuth, txBadAuth, txBadAuthExtra, opBadAuth';
  });

  await step('fees below what is due', async () => {
    const short = await refused(await build(pol, some, { fee: '99' }), pol);
    assert.deepEqual([short.code, feeCharged(short.result)], ['txInsufficientFee', 100n]);
    const plant = await build(pol, [plantCall(id('pol'), 0n)]);
    const simulated = await server.simulateTransaction(plant);
    simulated.transactionData.setResourceFee('5000');
    assert.equal((await refused(rpc.assembleTransaction(plant, simulated).build(), pol)).code, 'txSorobanInvalid');
    const bid = await balance(id('pol'));
    assert.equal((await refused(await build(pol, some, { fee: bid.toString() }), pol)).code, 'txInsufficientBalance');
    return 'txInsufficientFee, txSorobanInvalid, txInsufficientBalance';
  });

  await step('bounds of time and ledgers', async () => {
    const { sequence, closeTime } = await server.getLatestLedger();
    const now = Number(closeTime);
    const codes = [];
    for (const options of [{ bounds: { minTime: 0, maxTime: now - 1 } }, { bounds: { minTime: now + 3600, maxTime: 0 } }, { ledgers: [0, sequence] }, { ledgers: [sequence + 100, 0] }]) {
      codes.push((await refused(await build(pol, some, options), pol)).code);
    }
    assert.deepEqual(codes, ['txTooLate', 'txTooEarly', 'txTooLate', 'txTooEarly']);
    return codes.join(', ');
  });

  await step('a source that does not exist', async () => {
    const nobody = Keypair.random();
    assert.equal((await refused(await build(nobody, some, { sequence: 1 }), nobody)).code, 'txNoAccount');
    return 'txNoAccount';
  });

  await step('an operation that can never be', async () => {
    const malformed = await refused(await build(pol, [...some, Operation.accountMerge({ destination: id('pol') })]), pol);
    assert.deepEqual([malformed.code, operationCodes(malformed.result)], ['txFailed', ['paymentSuccess', 'accountMergeMalformed']]);
    return operationCodes(malformed.result).join(', ');
  });

  await step('one pending transaction for each source', async () => {
    const sequence = await sequenceOf(id('pol'));
    const [first, second] = [await build(pol, some, { sequence }), await build(pol, some, { sequence: sequence + 1n })];
    first.sign(pol);
    second.sign(pol);
    await nextLedger();
    const answers = [(await send(first)).status, (await send(first)).status, (await send(second)).status];
    assert.deepEqual(answers, ['PENDING', 'DUPLICATE', 'TRY_AGAIN_LATER']);
    const found = await server.pollTransaction(hex(first.hash()), { attempts: 200, sleepStrategy: () => 150 });
    assert.equal(found.status, 'SUCCESS');
    const again = (await send(first)).status;
    assert.equal(again, 'TRY_AGAIN_LATER', 'what has been applied is banned for a while');
    return `${answers.join(', ')}; again once applied: ${again}`;
  });

  await step('operations that fail take the fee and nothing else', async () => {
    const before = await Promise.all(['pol', 'pia'].map((name) => balance(id(name))));
    const failing = await build(pol, [
      pay(id('pia'), '2'), pay(id('pia'), '1000000'), pay(Keypair.random().publicKey(), '1'), pay(id('pia'), '1', kaleAsset), Operation.changeTrust({ asset: kaleAsset, limit: '0' }),
    ], { fee: '1000' });
    failing.sign(pol);
    const applied = await apply(failing);
    const codes = operationCodes(applied.resultXdr);
    assert.deepEqual([applied.status, resultCode(applied.resultXdr)], ['FAILED', 'txFailed']);
    assert.deepEqual(codes, ['paymentSuccess', 'paymentUnderfunded', 'paymentNoDestination', 'paymentNoTrust', 'changeTrustInvalidLimit']);
    assert.equal(feeCharged(applied.resultXdr), 500n);
    assert.deepEqual(await Promise.all(['pol', 'pia'].map((name) => balance(id(name)))), [before[0] - 500n, before[1]]);
    return codes.join(', ');
  });

  await step('what cannot be simulated', async () => {
    const errors = [];
    for (const [operations, options] of [[some, {}], [[plantCall(id('pol'), 0n), plantCall(id('pia'), 0n)], {}], [[plantCall(id('pol'), 0n)], { memo: sdk.Memo.text('hello') }]]) {
      const simulated = await server.simulateTransaction(await build(pat, operations, options));
      assert.equal(typeof simulated.error, 'string');
      errors.push(simulated.error.split('\n')[0]);
    }
    return errors.join('; ');
  });
}
