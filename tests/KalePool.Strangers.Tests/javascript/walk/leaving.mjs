// Payments of KALE, stakes, and the way out.
import assert from 'node:assert/strict';
import { sdk, settings, amount, field, int, knows, path } from '../lib/sdk.mjs';
import { apply, balance, build, call, classic, feeCharged, invoke, kaleAsset, kaleBalance, operationCodes, sequenceOf, server, succeed } from '../lib/chain.mjs';
import { block, pail, plantCall } from '../lib/kale.mjs';
import { paid, record, signed, tree } from '../lib/auth.mjs';
import { refusal, step } from '../lib/steps.mjs';
import { people } from './onboarding.mjs';
import { planted } from './planting.mjs';
import { rewards } from './harvesting.mjs';

const { Address, MuxedAccount, Operation, nativeToScVal } = sdk;
const id = (name) => people[name].publicKey();
const pay = (to, value, asset) => Operation.payment({ destination: to, asset, amount: amount(value) });

/** What was done with KALE, in stroops, for the events to agree with. */
export const moved = { paid: 25_0000001n, sent: 3_0000000n, stakes: {}, left: 0n };

export async function leaving() {
  await step('payment of KALE', async () => {
    const tagged = new MuxedAccount(await server.getAccount(id('ben')), '77').accountId();
    await classic(people.anna, [pay(tagged, moved.paid, kaleAsset)]);
    assert.equal(await kaleBalance(id('anna')), rewards.anna - moved.paid);
    assert.equal(await kaleBalance(id('ben')), rewards.ben + moved.paid);
    return `${amount(moved.paid)} KALE from anna to ben's muxed address 77`;
  });

  await step('transfer of KALE to a contract', async () => {
    const transfer = call(settings.token, 'transfer', [new Address(id('anna')).toScVal(), new Address(settings.router).toScVal(), nativeToScVal(moved.sent, { type: 'i128' })]);
    const held = async () => BigInt((await server.getSACBalance(settings.router, kaleAsset, settings.passphrase)).balanceEntry?.amount ?? 0);
    const before = await held();
    await invoke(people.anna, transfer);
    assert.equal((await held()) - before, moved.sent);
    const { balanceEntry } = await server.getAssetBalance(settings.router, kaleAsset, settings.passphrase);
    assert.equal(balanceEntry.authorized, true);
    assert.ok(balanceEntry.liveUntilLedgerSeq > balanceEntry.lastModifiedLedgerSeq);
    return `${amount(moved.sent)} KALE, live until ledger ${balanceEntry.liveUntilLedgerSeq}`;
  });

  await plantStake('ben', 'pat', 'ADDRESS', 5_0000000n);
  await plantStake('cleo', 'pia', knows.addressV2 ? 'ADDRESS_V2' : 'ADDRESS', 7_0000000n);

  await step('an exit that leaves something behind is no exit', async () => {
    const before = [await balance(id('dora')), await kaleBalance(id('dora'))];
    const tx = await build(people.dora, exit(before[1] - 1n), { fee: '300' });
    tx.sign(people.dora);
    const applied = await apply(tx);
    assert.equal(applied.status, 'FAILED');
    assert.deepEqual(operationCodes(applied.resultXdr), ['paymentSuccess', 'changeTrustInvalidLimit', 'accountMergeHasSubEntries']);
    assert.deepEqual([await balance(id('dora')), await kaleBalance(id('dora'))], [before[0] - 300n, before[1]]);
    return operationCodes(applied.resultXdr).join(', ');
  });

  await step('exit in one transaction', async () => {
    const [xlm, kale, annaXlm, annaKale] = [await balance(id('dora')), await kaleBalance(id('dora')), await balance(id('anna')), await kaleBalance(id('anna'))];
    const applied = await classic(people.dora, exit(kale), { fee: '300' });
    moved.left = kale;
    assert.deepEqual(operationCodes(applied.resultXdr), ['paymentSuccess', 'changeTrustSuccess', 'accountMergeSuccess']);
    const merged = path(path(applied.resultXdr, 'result', 'results')[2], 'tr', 'accountMergeResult', 'sourceAccountBalance');
    assert.equal(int(merged), xlm - 300n);
    assert.equal(await balance(id('anna')), annaXlm + xlm - 300n);
    assert.equal(await kaleBalance(id('anna')), annaKale + kale);
    assert.match((await refusal(server.getAccount(id('dora')))).message, /not found/);
    assert.match((await refusal(server.getTrustline(id('dora'), kaleAsset))).message, /not found/);
    return `${amount(kale)} KALE and ${amount(xlm - 300n)} XLM to anna; account and trustline are gone`;
  });

  await step('who has left may come again', async () => {
    const sequence = await server.requestAirdrop(id('dora'));
    assert.equal(await sequenceOf(id('dora')), BigInt(sequence.sequenceNumber()));
    assert.equal(Number(field(await server.getAccountEntry(id('dora')), 'numSubEntries')), 0);
    return `sequence ${sequence.sequenceNumber()}`;
  });
}

const exit = (kale) => [pay(id('anna'), kale, kaleAsset), Operation.changeTrust({ asset: kaleAsset, limit: '0' }), Operation.accountMerge({ destination: id('anna') })];

async function plantStake(farmer, payer, kind, stake) {
  await step(`stake planted and paid by another, ${kind}`, async () => {
    const before = await kaleBalance(id(farmer));
    const total = (await block(planted + 1)).staked_total;
    const entry = await record(people[payer], plantCall(id(farmer), stake), kind);
    assert.deepEqual(tree(entry), ['plant', 'burn'], 'the farmer agrees to the burning of his stake as well');
    const applied = await succeed(await paid(people[payer], plantCall(id(farmer), stake, [await signed(entry, people[farmer], kind)])));
    moved.stakes[farmer] = stake;
    assert.equal((await pail(id(farmer), planted + 1)).stake, stake);
    assert.equal((await block(planted + 1)).staked_total, total + stake);
    assert.equal(await kaleBalance(id(farmer)), before - stake);
    return `${amount(stake)} KALE burnt, ${payer} pays ${feeCharged(applied.resultXdr)} stroops`;
  });
}
