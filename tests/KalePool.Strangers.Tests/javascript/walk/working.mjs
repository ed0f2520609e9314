// Proofs of work: the farmer's, others' for him, many in one transaction, and two for the same farmer in one ledger.
import assert from 'node:assert/strict';
import { sdk } from '../lib/sdk.mjs';
import { apply, build, feeCharged, invoke, nextLedger, operationCodes, resultCode, server, simulate } from '../lib/chain.mjs';
import { block, contractError, diagnosticErrors, harvestCall, pail, plantCall, prove, routerCall, workArguments, workCall } from '../lib/kale.mjs';
import { step } from '../lib/steps.mjs';
import { people } from './onboarding.mjs';
import { planted } from './planting.mjs';

const { scValToNative } = sdk;
const id = (name) => people[name].publicKey();

/** The best proof of each farmer; anna's is the last that the block accepted. */
export const proofs = {};

async function proof(name, zeros) {
  proofs[name] = prove(id(name), planted, (await block(planted)).entropy, zeros);
  return proofs[name];
}

export async function working() {
  const last = (await pail(id('dora'), planted)).sequence;
  await nextLedger(last); // a simulation runs at the latest ledger, in which the gap must be at least one

  await step('work by the farmer', async () => {
    const found = await proof('anna', 1);
    const applied = await invoke(people.anna, workCall(id('anna'), found));
    const after = await pail(id('anna'), planted);
    assert.equal(scValToNative(applied.returnValue), applied.ledger - after.sequence, 'work answers the gap');
    assert.deepEqual([after.gap, after.zeros], [applied.ledger - after.sequence, found.zeros]);
    assert.ok((await block(planted)).normalized_total > 0n);
    return `gap ${after.gap}, ${after.zeros} zeros, nonce ${found.nonce}`;
  });

  await step('work by another, for a farmer who signs nothing', async () => {
    const found = await proof('ben', 2);
    const applied = await invoke(people.pat, workCall(id('ben'), found));
    const after = await pail(id('ben'), planted);
    assert.deepEqual([after.gap, after.zeros], [applied.ledger - after.sequence, found.zeros]);
    return `gap ${after.gap}, ${after.zeros} zeros, pat pays ${feeCharged(applied.resultXdr)} stroops`;
  });

  await step('works in one transaction through the router', async () => {
    const calls = [];
    for (const name of ['cleo', 'dora']) calls.push({ method: 'work', args: workArguments(id(name), await proof(name, 2)) });
    calls.push({ method: 'work', args: workArguments(id('ben'), proofs.ben) });
    const applied = await invoke(people.pia, routerCall(id('pia'), calls));
    const results = scValToNative(applied.returnValue);
    for (const [i, name] of ['cleo', 'dora'].entries()) {
      const after = await pail(id(name), planted);
      assert.deepEqual([results[i], after.gap, after.zeros], [applied.ledger - after.sequence, results[i], proofs[name].zeros]);
    }
    assert.deepEqual([results[2].type, results[2].code], ['contract', 7], 'the third one brings no better hash and undoes only itself');
    return `gaps ${results[0]} and ${results[1]}, one refused with #7, ${feeCharged(applied.resultXdr)} stroops`;
  });

  await step('two payers, one proof, one ledger', async () => {
    const found = await proof('anna', (await pail(id('anna'), planted)).zeros + 1);
    const ready = await Promise.all(['pat', 'pol'].map(async (name) => {
      const prepared = await server.prepareTransaction(await build(people[name], [workCall(id('anna'), found)]));
      prepared.sign(people[name]);
      return prepared;
    }));
    const applied = await Promise.all(ready.map(apply));
    const failed = applied.find((one) => one.status === 'FAILED');
    assert.deepEqual(applied.map((one) => one.status).sort(), ['FAILED', 'SUCCESS']);
    assert.deepEqual([resultCode(failed.resultXdr), operationCodes(failed.resultXdr)], ['txFailed', ['invokeHostFunctionTrapped']]);
    if (failed.diagnosticEventsXdr) assert.equal(diagnosticErrors(failed.diagnosticEventsXdr).at(0), 7);
    assert.ok(feeCharged(failed.resultXdr) > 0n);
    assert.equal((await pail(id('anna'), planted)).zeros, found.zeros);
    return `one lands, the other is trapped${failed.diagnosticEventsXdr ? ' with #7' : ''} and pays ${feeCharged(failed.resultXdr)} stroops`;
  });

  await step('what the contract refuses, by number', async () => {
    const { ben } = proofs;
    const expected = [
      [6, 'negative stake', 'anna', plantCall(id('anna'), -1n)],
      [8, 'planted already', 'anna', plantCall(id('anna'), 0n)],
      [7, 'no better hash', 'anna', workCall(id('ben'), ben)],
      [13, 'not the hash', 'anna', workCall(id('ben'), { nonce: ben.nonce + 1n, hash: ben.hash })],
      [9, 'no pail', 'anna', workCall(id('pol'), ben)],
      [14, 'too early to harvest', 'anna', harvestCall(id('ben'), planted)],
      [11, 'no such block', 'anna', harvestCall(id('ben'), planted + 5)],
      [10, 'stake above the balance', 'pat', plantCall(id('pat'), 1_0000000n)],
      [13, 'no trustline', 'pol', plantCall(id('pol'), 1_0000000n)],
    ];
    for (const [number, why, from, operation] of expected) {
      const simulated = await simulate(people[from], operation);
      assert.equal(contractError(simulated), number, why);
      assert.equal(diagnosticErrors(simulated.events).at(0), number, `${why}: the diagnostic events say the same`);
    }
    return expected.map(([number, why]) => `#${number} ${why}`).join(', ');
  });
}
