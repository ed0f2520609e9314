// From nothing to farmers with trustlines.
import assert from 'node:assert/strict';
import { sdk, settings, field, path, arm, int, amount, hex } from '../lib/sdk.mjs';
import { server, kaleAsset, balance, build, classic, feeCharged, history, resultCode, sequenceOf } from '../lib/chain.mjs';
import { refusal, step } from '../lib/steps.mjs';

const { Keypair, Operation, Asset, Memo } = sdk;
const start = 10_000_0000000n;

/** Farmers anna, ben, cleo, dora; payers of fees pat, pia, pol. */
export const people = Object.fromEntries(['anna', 'ben', 'cleo', 'dora', 'pat', 'pia', 'pol'].map((name) => [name, Keypair.random()]));

const id = (name) => people[name].publicKey();

export async function onboarding() {
  await step('friendbot by requestAirdrop', async () => {
    const account = await server.requestAirdrop(id('anna'));
    assert.equal(account.accountId(), id('anna'));
    assert.equal(BigInt(account.sequenceNumber()), await sequenceOf(id('anna')));
    assert.equal(BigInt(account.sequenceNumber()) & 0xffffffffn, 0n, 'an account begins at its ledger << 32');
    assert.equal(await balance(id('anna')), start);
    return `${amount(start)} XLM, sequence ${account.sequenceNumber()}`;
  });

  await step('friendbot by fundAddress', async () => {
    const funded = await server.fundAddress(id('pat'));
    assert.equal(funded.status, 'SUCCESS');
    assert.equal(resultCode(funded.resultXdr), 'txSuccess');
    assert.equal(await balance(id('pat')), start);
    return `in ledger ${funded.ledger}`;
  });

  await step('friendbot refuses who has been funded', async () => {
    const error = await refusal(server.fundAddress(id('pat')));
    assert.match(error.message, /already funded/);
    assert.equal(await balance(id('pat')), start);
    return error.message;
  });

  await step('create accounts', async () => {
    const names = ['ben', 'cleo', 'dora', 'pia', 'pol'];
    const operations = names.map((name) => Operation.createAccount({ destination: id(name), startingBalance: '100' }));
    const applied = await classic(people.anna, operations, { fee: '1000' });
    assert.equal(feeCharged(applied.resultXdr), 500n, 'the base fee for each of five operations, whatever was bid');
    assert.equal(await balance(id('anna')), start - 500_0000000n - 500n);
    for (const name of names) {
      assert.equal(await balance(id(name)), 100_0000000n);
      assert.equal(await sequenceOf(id(name)), BigInt(applied.ledger) << 32n);
    }
    return `${names.length} accounts of 100 XLM for 500 stroops`;
  });

  await step('trustlines', async () => {
    const names = ['anna', 'ben', 'cleo', 'dora', 'pat'];
    await Promise.all(names.map((name) => classic(people[name], [Operation.changeTrust({ asset: kaleAsset, limit: name === 'ben' ? '1000000' : undefined })])));
    for (const name of names) {
      const found = (await server.getAssetBalance(id(name), kaleAsset)).balanceEntry;
      assert.deepEqual([found.amount, found.authorized, found.clawback], ['0', true, false]);
      assert.equal(Number(field(await server.getAccountEntry(id(name)), 'numSubEntries')), 1);
    }
    assert.equal(int(field(await server.getTrustline(id('ben'), kaleAsset), 'limit')), 1_000_000_0000000n);
    assert.equal(int(field(await server.getTrustline(id('cleo'), kaleAsset), 'limit')), 0x7fffffffffffffffn);
    return `${names.length} trustlines to ${kaleAsset.getCode()}`;
  });

  await step('payment of XLM with a memo', async () => {
    const [annaBefore, polBefore] = [await balance(id('anna')), await balance(id('pol'))];
    const payment = Operation.payment({ destination: id('pol'), asset: Asset.native(), amount: '12.3456789' });
    const applied = await classic(people.anna, [payment], { memo: Memo.text('for pol') });
    assert.equal(await balance(id('anna')), annaBefore - 12_3456789n - 100n);
    assert.equal(await balance(id('pol')), polBefore + 12_3456789n);
    assert.equal(field(path(applied.envelopeXdr, 'v1', 'tx', 'memo'), 'value').toString(), 'for pol');
    return '12.3456789 XLM, 100 stroops of fee';
  });

  await step('fee bump of a payment', async () => {
    const [ben, pat, pol] = await Promise.all(['ben', 'pat', 'pol'].map((name) => balance(id(name))));
    const sequence = await sequenceOf(id('ben'));
    const inner = await build(people.ben, [Operation.payment({ destination: id('pol'), asset: Asset.native(), amount: '1' })], { fee: '100' });
    inner.sign(people.ben);
    const outer = sdk.TransactionBuilder.buildFeeBumpTransaction(people.pat, '250', inner, settings.passphrase);
    outer.sign(people.pat);
    const applied = await applyBump(outer);
    assert.equal(feeCharged(applied.resultXdr), 200n, 'the base fee for the operation and for the bump');
    assert.equal(resultCode(applied.resultXdr), 'txFeeBumpInnerSuccess');
    const byInner = await server.getTransaction(hex(inner.hash()));
    assert.deepEqual([byInner.status, byInner.feeBump, byInner.ledger], ['SUCCESS', true, applied.ledger]);
    assert.equal(await balance(id('ben')), ben - 1_0000000n);
    assert.equal(await balance(id('pat')), pat - 200n);
    assert.equal(await balance(id('pol')), pol + 1_0000000n);
    assert.equal(await sequenceOf(id('ben')), sequence + 1n);
    return `ben pays 1 XLM, pat 200 stroops; found by both hashes`;
  });
}

/** Sends a fee bump, whose answers name the outer transaction. */
export async function applyBump(outer) {
  const answer = await server.sendTransaction(outer);
  assert.equal(answer.status, 'PENDING', answer.errorResult && resultCode(answer.errorResult));
  assert.equal(answer.hash, hex(outer.hash()));
  const found = await server.pollTransaction(answer.hash, { attempts: 200, sleepStrategy: () => 150 });
  assert.equal(found.status, 'SUCCESS', found.resultXdr && resultCode(found.resultXdr));
  assert.equal(found.feeBump, true);
  assert.equal(arm(found.envelopeXdr), 'envelopeTypeTxFeeBump');
  history.set(answer.hash, found);
  return found;
}
