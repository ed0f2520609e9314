// Plants into one block: the farmer's own transaction, and another payer's with each kind of address credentials.
import assert from 'node:assert/strict';
import { sdk, settings, knows, field, path, arm, int } from '../lib/sdk.mjs';
import { server, balance, build, feeCharged, invoke, sequenceOf, simulate, succeed } from '../lib/chain.mjs';
import { farmIndex, block, instance, pail, plantCall, usedNonce } from '../lib/kale.mjs';
import { addressCredentials, paid, record, signed } from '../lib/auth.mjs';
import { refusal, step, until } from '../lib/steps.mjs';
import { people } from './onboarding.mjs';

const { rpc } = sdk;
const id = (name) => people[name].publicKey();

/** A farmer's signed entry, kept to show that it cannot be used twice. */
let usedEntry;

/** The block that all plant into. */
export let planted;

const closeTime = async () => BigInt((await server.getLatestLedger()).closeTime);

/** Waits until two thirds of the open block are left, or none is open: all shall plant into one block. */
async function freshBlock() {
  const margin = (settings.blockSeconds * 2n) / 3n;
  await until('a fresh block', async () => {
    const end = BigInt((await instance()).FarmBlock.timestamp) + settings.blockSeconds;
    const left = end - (await closeTime());
    return left <= 0n || left >= margin ? true : undefined;
  });
}

/** The boundary after which the next plant opens a block. */
export const boundary = async () => {
  const opened = BigInt((await block(planted)).timestamp);
  await until('the boundary of the block', async () => ((await closeTime()) >= opened + settings.blockSeconds ? true : undefined));
};

export async function planting() {
  await freshBlock();

  await step('simulation of a plant', async () => {
    const simulated = await simulate(people.anna, plantCall(id('anna'), 0n));
    assert.ok(rpc.Api.isSimulationSuccess(simulated), simulated.error);
    assert.equal(arm(simulated.result.retval), 'scvVoid');
    assert.deepEqual(simulated.result.auth.map((entry) => arm(field(entry, 'credentials'))), ['sorobanCredentialsSourceAccount']);
    const data = simulated.transactionData.build();
    assert.equal(int(field(data, 'resourceFee')), BigInt(simulated.minResourceFee));
    const written = path(data, 'resources', 'footprint', 'readWrite').length;
    assert.ok(written >= 3, 'the instance, a block and a pail are written');
    assert.equal(simulated.stateChanges.filter((change) => change.type === 'created').length, 2, 'block and pail are new');
    return `${simulated.minResourceFee} stroops, ${written} entries written`;
  });

  await step('plant by the farmer', async () => {
    const before = await balance(id('anna'));
    const applied = await invoke(people.anna, plantCall(id('anna'), 0n));
    planted = await farmIndex();
    assert.equal(arm(applied.returnValue), 'scvVoid');
    const { stake, sequence, gap, zeros } = await pail(id('anna'), planted);
    assert.deepEqual([stake, sequence, gap ?? null, zeros ?? null], [0n, applied.ledger, null, null]);
    assert.equal(await balance(id('anna')), before - feeCharged(applied.resultXdr), 'the refund is already taken off the fee charged');
    return `block ${planted}, ledger ${applied.ledger}, ${feeCharged(applied.resultXdr)} stroops`;
  });

  await plantPaid('ben', 'pat', 'ADDRESS');
  if (knows.addressV2) {
    await plantPaid('cleo', 'pia', 'ADDRESS_V2');
    await plantPaid('dora', 'pol', 'ADDRESS_WITH_DELEGATES');
  } else {
    await plantPaid('cleo', 'pia', 'ADDRESS');
    await plantPaid('dora', 'pol', 'ADDRESS');
  }

  await step('the block that all are in', async () => {
    assert.deepEqual(await Promise.all(['anna', 'ben', 'cleo', 'dora'].map(async (name) => (await pail(id(name), planted)) !== null)), [true, true, true, true]);
    const { staked_total, normalized_total, entropy } = await block(planted);
    assert.deepEqual([staked_total, normalized_total, entropy.length], [0n, 0n, 32]);
    return `4 pails in block ${planted}`;
  });

  await step('a used signature is refused', async () => {
    const error = await refusal(server.prepareTransaction(await build(people.pat, [plantCall(id('ben'), 0n, [usedEntry])])));
    assert.match(error.message, /Error\(Auth, (ExistingValue|InvalidAction)\)/);
    return error.message.split('\n')[0];
  });

  await step('a stranger\'s signature is refused', async () => {
    const entry = await record(people.pat, plantCall(id('pia'), 0n), 'ADDRESS');
    const { sequence } = await server.getLatestLedger();
    const forged = await sdk.authorizeEntry(entry, people.pol, sequence + 20, settings.passphrase);
    const error = await refusal(server.prepareTransaction(await build(people.pat, [plantCall(id('pia'), 0n, [forged])])));
    assert.match(error.message, /Error\(Auth, InvalidAction\)/);
    assert.equal(await pail(id('pia'), planted), null);
    return error.message.split('\n')[0];
  });
}

async function plantPaid(farmer, payer, kind) {
  await step(`plant paid by another, ${kind}`, async () => {
    const before = await Promise.all([balance(id(farmer)), sequenceOf(id(farmer)), balance(id(payer))]);
    const entry = await record(people[payer], plantCall(id(farmer), 0n), kind);
    const ready = await signed(entry, people[farmer], kind);
    const applied = await succeed(await paid(people[payer], plantCall(id(farmer), 0n, [ready])));
    const found = await pail(id(farmer), planted);
    assert.equal(found.sequence, applied.ledger);
    assert.deepEqual(
      await Promise.all([balance(id(farmer)), sequenceOf(id(farmer)), balance(id(payer))]),
      [before[0], before[1], before[2] - feeCharged(applied.resultXdr)],
      'the farmer pays nothing and keeps his sequence number',
    );
    const credentials = addressCredentials(ready);
    const nonce = await usedNonce(id(farmer), field(credentials, 'nonce'));
    assert.ok(nonce.liveUntilLedgerSeq >= Number(field(credentials, 'signatureExpirationLedger')), 'the nonce is kept as long as the signature is good');
    usedEntry ??= ready;
    return `ledger ${applied.ledger}, ${payer} pays ${feeCharged(applied.resultXdr)} stroops`;
  });
}
