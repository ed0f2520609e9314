// The next block, and the harvests of the last one in every way that a client has.
import assert from 'node:assert/strict';
import { sdk, settings, bytes, field, hex, path, major } from '../lib/sdk.mjs';
import { balance, build, feeCharged, invoke, kaleBalance, server, simulate, succeed } from '../lib/chain.mjs';
import { block, contractError, farmIndex, harvestArguments, harvestCall, instance, pail, pailEntry, plantCall, routerCall } from '../lib/kale.mjs';
import { kaleClient, tokenClient } from '../lib/client.mjs';
import { refusal, step } from '../lib/steps.mjs';
import { applyBump, people } from './onboarding.mjs';
import { boundary, planted } from './planting.mjs';
import { proofs } from './working.mjs';

const { Operation, SorobanDataBuilder, scValToNative } = sdk;
const id = (name) => people[name].publicKey();

/** KALE minted to each farmer, in stroops. */
export const rewards = {};

/** What must be true once a farmer's reward is known: his balance is the reward, his pail is gone. */
async function harvested(name, reward) {
  rewards[name] = reward;
  assert.ok(reward > 0n);
  assert.equal(await kaleBalance(id(name)), reward);
  assert.equal(await pail(id(name), planted), null);
  return `${reward} stroops of KALE`;
}

export async function harvesting() {
  await step('extending the life of a pail', async () => {
    const entry = await pailEntry(id('anna'), planted);
    const data = new SorobanDataBuilder().setReadOnly([entry.key]).build();
    const raw = new sdk.TransactionBuilder(await server.getAccount(id('pat')), { fee: '200', networkPassphrase: settings.passphrase })
      .setTimeout(60).setSorobanData(data).addOperation(Operation.extendFootprintTtl({ extendTo: 5_000 })).build();
    const prepared = await server.prepareTransaction(raw);
    prepared.sign(people.pat);
    const applied = await succeed(prepared);
    const after = (await pailEntry(id('anna'), planted)).liveUntilLedgerSeq;
    assert.equal(after, applied.ledger + 5_000);
    return `from ${entry.liveUntilLedgerSeq} to ${after}, ${feeCharged(applied.resultXdr)} stroops`;
  });

  await step('code and instance of the contract', async () => {
    const entry = await server.getContractData(settings.kale, sdk.xdr.ScVal.scvLedgerKeyContractInstance());
    const executable = path(entry.val, 'contractData', 'val', 'instance', 'executable');
    const code = await server.getContractWasmByContractId(settings.kale);
    assert.equal(hex(sdk.hash(bytes(code))), hex(field(executable, 'wasmHash')));
    const stored = await instance();
    assert.deepEqual([stored.HomesteadAsset, stored.FarmIndex ?? 0], [settings.token, planted]);
    return `${code.length} bytes of code`;
  });

  await boundary();

  await step('the next block', async () => {
    await invoke(people.anna, plantCall(id('anna'), 0n));
    assert.equal(await farmIndex(), planted + 1);
    const next = await block(planted + 1);
    assert.equal(hex(next.entropy), proofs.anna.hash.toString('hex'), 'its entropy is the last hash that was accepted');
    assert.equal(next.max_zeros, Math.max(...Object.values(proofs).map((proof) => proof.zeros)));
    assert.ok(next.timestamp >= (await block(planted)).timestamp + settings.blockSeconds);
    return `block ${planted + 1}, up to ${next.max_zeros} zeros`;
  });

  await step('harvest by the farmer', async () => {
    const applied = await invoke(people.anna, harvestCall(id('anna'), planted));
    return harvested('anna', scValToNative(applied.returnValue));
  });

  await step('harvest in a fee bump', async () => {
    const [ben, pat] = [await balance(id('ben')), await balance(id('pat'))];
    const inner = await server.prepareTransaction(await build(people.ben, [harvestCall(id('ben'), planted)]));
    inner.sign(people.ben);
    const outer = sdk.TransactionBuilder.buildFeeBumpTransaction(people.pat, '400', inner, settings.passphrase);
    outer.sign(people.pat);
    const applied = await applyBump(outer);
    assert.deepEqual([await balance(id('ben')), await balance(id('pat'))], [ben, pat - feeCharged(applied.resultXdr)]);
    assert.equal((await server.getTransaction(hex(inner.hash()))).status, 'SUCCESS');
    return `${await harvested('ben', scValToNative(applied.returnValue))}, pat pays ${feeCharged(applied.resultXdr)} stroops`;
  });

  await step('harvest by contract.Client', async () => {
    const assembled = await kaleClient(people.pia).harvest({ farmer: id('cleo'), index: planted });
    const predicted = assembled.result;
    const sent = await assembled.signAndSend();
    assert.equal(sent.getTransactionResponse.status, 'SUCCESS');
    assert.equal(sent.result, predicted, 'what was simulated is what came');
    return harvested('cleo', sent.result);
  });

  await step('harvest through the router', async () => {
    const calls = ['dora', 'anna'].map((name) => ({ method: 'harvest', args: harvestArguments(id(name), planted) }));
    const applied = await invoke(people.pol, routerCall(id('pol'), calls));
    const [reward, error] = scValToNative(applied.returnValue);
    assert.deepEqual([error.type, error.code], ['contract', 9]);
    return `${await harvested('dora', reward)}, anna's second one refused with #9`;
  });

  await step('what is harvested is gone', async () => {
    assert.equal(contractError(await simulate(people.pat, harvestCall(id('ben'), planted))), 9);
    const assembled = await kaleClient(people.pat).harvest({ farmer: id('ben'), index: planted });
    assert.equal(assembled.result.unwrapErr().message, 'PailMissing', 'contract.Client knows the error by its number');
    return '#9, by number and by name';
  });

  await step('entries of several keys', async () => {
    const next = await pailEntry(id('anna'), planted + 1);
    const keys = ['anna', 'ben'].map((name) => accountKey(id(name)));
    const missing = accountKey(sdk.Keypair.random().publicKey());
    const { entries, latestLedger } = await server.getLedgerEntries(keys[0], missing, next.key, keys[1]);
    assert.deepEqual(entries.map((one) => one.liveUntilLedgerSeq !== undefined), [false, true, false], 'in the order asked for, without the missing one');
    assert.ok(entries.every((one) => one.lastModifiedLedgerSeq <= latestLedger));
    return '3 of 4, the missing one left out';
  });

  await step('balance by the asset contract', async () => {
    const operation = Operation.invokeContractFunction({ contract: settings.token, function: 'balance', args: [new sdk.Address(id('anna')).toScVal()] });
    const simulated = await simulate(people.pat, operation);
    assert.equal(scValToNative(simulated.result.retval), rewards.anna);
    if (!server.queryContract) {
      assert.ok(await refusal(tokenClient(people.pat)), 'this SDK knows no specification of it');
      return `${rewards.anna}`;
    }
    assert.equal((await (await tokenClient(people.pat)).balance({ id: id('anna') })).result, rewards.anna);
    assert.equal((await server.queryContract(settings.token, 'balance', { id: id('anna') })).result, rewards.anna);
    return `${rewards.anna}, also by contract.Client and queryContract of SDK ${major}`;
  });
}

const accountKey = (address) => sdk.xdr.LedgerKey.account(new sdk.xdr.LedgerKeyAccount({ accountId: sdk.Keypair.fromPublicKey(address).xdrAccountId() }));

