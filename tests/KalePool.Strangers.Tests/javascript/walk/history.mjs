// What the server tells afterwards: transactions, events, fees.
import assert from 'node:assert/strict';
import { sdk, settings, base64, field, path } from '../lib/sdk.mjs';
import { balance, feeCharged, history, resultCode, server } from '../lib/chain.mjs';
import { refusal, step } from '../lib/steps.mjs';
import { people } from './onboarding.mjs';
import { firstLedger } from './network.mjs';
import { rewards } from './harvesting.mjs';
import { moved } from './leaving.mjs';

const { Asset, scValToNative, xdr } = sdk;
const id = (name) => people[name].publicKey();
const symbol = (name) => base64(xdr.ScVal.scvSymbol(name));
const address = (text) => base64(new sdk.Address(text).toScVal());

/** All pages of a question. */
async function pages(ask, limit) {
  const all = [];
  for (let answer = await ask({ limit }); ; answer = await ask({ cursor: answer.cursor, limit })) {
    all.push(...answer.events);
    assert.ok(answer.events.length <= limit);
    if (answer.events.length < limit) return all;
  }
}

const eventsOf = (filters, limit = 1000) => pages((page) => server.getEvents({ filters, ...(page.cursor ? page : { startLedger: firstLedger, limit }) }), limit);

const topics = (event) => event.topic.map(scValToNative);

/** The amount of an asset event, which is a map where a muxed address or a memo came with it. */
const value = (event) => {
  const native = scValToNative(event.value);
  return typeof native === 'bigint' ? native : native.amount;
};

const sum = (values) => values.reduce((a, b) => a + b, 0n);

export async function historical() {
  await step('getTransactions in pages', async () => {
    const found = new Map();
    let answer = await server.getTransactions({ startLedger: firstLedger, pagination: { limit: 7 } });
    let count = 0;
    for (; answer.transactions.length > 0; answer = await server.getTransactions({ pagination: { cursor: answer.cursor, limit: 7 } })) {
      count += 1;
      assert.ok(answer.transactions.length <= 7);
      assert.ok(Number.isInteger(answer.latestLedgerCloseTimestamp) && Number.isInteger(answer.oldestLedgerCloseTimestamp));
      for (const one of answer.transactions) {
        assert.ok(!found.has(one.txHash), 'no transaction on two pages');
        assert.equal(typeof one.createdAt, 'number');
        found.set(one.txHash, one);
      }
      if (answer.transactions.length < 7) break;
    }
    for (const [hash, sent] of history) {
      const one = found.get(hash);
      assert.ok(one, `${hash} is among them`);
      assert.deepEqual([one.status, one.ledger, one.applicationOrder, one.feeBump], [sent.status, sent.ledger, sent.applicationOrder, sent.feeBump]);
      assert.equal(base64(one.resultMetaXdr), base64(sent.resultMetaXdr));
    }
    return `${history.size} of ours among ${found.size} on ${count} pages`;
  });

  await step('events of the asset agree with what was done', async () => {
    const events = await eventsOf([{ type: 'contract', contractIds: [settings.token] }]);
    const of = (name, who, place) => events.filter((one) => topics(one)[0] === name && topics(one)[place] === who);
    for (const name of ['anna', 'ben', 'cleo', 'dora']) assert.equal(sum(of('mint', id(name), 1).map(value)), rewards[name], `minted to ${name}`);
    for (const [name, stake] of Object.entries(moved.stakes)) assert.equal(sum(of('burn', id(name), 1).map(value)), stake, `burnt from ${name}`);
    assert.deepEqual(of('transfer', id('anna'), 1).map(value), [moved.paid, moved.sent]);
    assert.deepEqual(of('transfer', id('dora'), 1).map(value), [moved.left]);
    const [tagged] = of('transfer', id('ben'), 2);
    assert.equal(scValToNative(tagged.value).to_muxed_id, 77n);
    return `${events.length} events: mints, burns and transfers are ours to the stroop`;
  });

  await step('events carry their place', async () => {
    const events = (await eventsOf([{ contractIds: [settings.token] }])).filter((one) => history.has(one.txHash));
    for (const one of events) {
      const sent = history.get(one.txHash);
      const toid = (BigInt(sent.ledger) << 32n) | (BigInt(sent.applicationOrder) << 12n) | BigInt(one.operationIndex);
      assert.match(one.id, new RegExp(`^${toid.toString().padStart(19, '0')}-\\d{10}$`));
      assert.deepEqual([one.type, one.ledger, one.transactionIndex, one.contractId.contractId()], ['contract', sent.ledger, sent.applicationOrder, settings.token]);
      assert.equal(new Date(one.ledgerClosedAt).getTime() / 1000, Number(sent.createdAt));
      const inTransaction = field(sent.events, 'contractEventsXdr')[one.operationIndex].map((event) => base64(path(event, 'body', 'v0', 'data')));
      assert.ok(inTransaction.includes(base64(one.value)), 'getTransaction tells of the same event');
    }
    const ids = events.map((one) => one.id);
    assert.deepEqual(ids, [...new Set(ids)].sort());
    return `${events.length} of ours in ascending order`;
  });

  await step('pages of events hold what one answer holds', async () => {
    const filters = [{ type: 'contract', contractIds: [settings.token] }];
    const [whole, paged] = [await eventsOf(filters), await eventsOf(filters, 2)];
    assert.deepEqual(paged.slice(0, whole.length).map((one) => one.id), whole.map((one) => one.id));
    return `${whole.length} events in pages of 2`;
  });

  await step('filters of topics', async () => {
    const count = async (...wanted) => (await eventsOf([{ type: 'contract', contractIds: [settings.token], topics: wanted }])).length;
    assert.equal(await count([symbol('mint'), address(id('ben')), '*']), 1);
    assert.equal(await count([symbol('mint'), address(id('ben')), '**']), 1);
    assert.equal(await count(['*', address(id('ben')), '*']), 2, 'a mint and a burn; a transfer has one topic more');
    assert.equal(await count(['*', address(id('ben')), '**']), 2);
    assert.equal(await count([symbol('mint'), address(id('ben'))]), 0, 'without ** the number of topics must match');
    assert.equal(await count([symbol('mint'), address(id('ben')), '*'], [symbol('mint'), address(id('cleo')), '*']), 2, 'one or the other');
    const two = await eventsOf([
      { contractIds: [settings.token], topics: [[symbol('mint'), address(id('anna')), '*']] },
      { contractIds: [settings.token], topics: [[symbol('burn'), address(id('ben')), '*']] },
    ]);
    assert.deepEqual(two.map((one) => topics(one)[0]), ['mint', 'burn']);
    return 'exact, * and **, several topics, several filters';
  });

  await step('fees are events of the native asset', async () => {
    const native = Asset.native().contractId(settings.passphrase);
    const events = await eventsOf([{ type: 'contract', contractIds: [native], topics: [[symbol('fee'), address(id('pat'))]] }]);
    const spent = sum(events.map(value));
    assert.equal(10_000_0000000n - spent, await balance(id('pat')), 'pat was funded once and then paid nothing but fees');
    const failed = [...history.values()].find((one) => one.status === 'FAILED');
    const shown = (await eventsOf([{ contractIds: [native, settings.token] }])).filter((one) => one.txHash === failed.txHash);
    assert.ok(shown.length > 0 && shown.every((one) => topics(one)[0] === 'fee'), 'of a failed transaction only the fee is shown');
    assert.equal(sum(shown.map(value)), feeCharged(failed.resultXdr));
    assert.ok(resultCode(failed.resultXdr).startsWith('tx'));
    return `${events.length} events of pat's fees, ${spent} stroops; fee events of a failed transaction are its feeCharged`;
  });

  await step('bounds of getEvents', async () => {
    const mine = [...history.values()].find((one) => one.status === 'SUCCESS');
    const one = await server.getEvents({ startLedger: mine.ledger, endLedger: mine.ledger + 1, filters: [], limit: 1000 });
    assert.ok(one.events.length > 0 && one.events.every((event) => event.ledger === mine.ledger), 'endLedger is not included');
    const { latestLedger, oldestLedger } = await server.getHealth();
    for (const name of ['latestLedger', 'oldestLedger']) assert.equal(typeof one[name], 'number');
    for (const name of ['latestLedgerCloseTime', 'oldestLedgerCloseTime']) assert.equal(typeof one[name], 'string');
    assert.equal((await refusal(server.getEvents({ startLedger: oldestLedger - 1, filters: [] }))).code, -32600, 'before retention');
    assert.equal((await refusal(server.getEvents({ startLedger: latestLedger + 1_000, filters: [] }))).code, -32600, 'after the latest ledger');
    assert.equal((await refusal(server.getEvents({ startLedger: latestLedger, filters: Array(6).fill({}) }))).code, -32602, 'six filters');
    assert.equal((await refusal(server.getTransactions({ startLedger: oldestLedger - 1, pagination: { limit: 1 } }))).code, -32600, 'before retention');
    assert.ok((await refusal(server.getEvents({ cursor: 'nonsense', filters: [], limit: 1 }))).code, 'a cursor that is none');
    return 'retention, end, filters, cursor';
  });

  await step('getFeeStats', async () => {
    const answer = await server.getFeeStats();
    for (const kind of ['inclusionFee', 'sorobanInclusionFee']) {
      const { ledgerCount, transactionCount, ...stats } = answer[kind];
      assert.equal(typeof ledgerCount, 'number');
      assert.equal(typeof transactionCount, 'string');
      for (const name of ['max', 'min', 'mode', 'p10', 'p50', 'p90', 'p95', 'p99']) assert.match(stats[name], /^\d+$/, name);
      assert.ok(BigInt(stats.max) >= BigInt(stats.p50) && BigInt(stats.p50) >= BigInt(stats.min));
    }
    assert.ok(BigInt(answer.sorobanInclusionFee.max) <= 200n, 'what was paid in quiet ledgers, not what was bid');
    assert.ok(BigInt(answer.sorobanInclusionFee.min) >= 100n && BigInt(answer.sorobanInclusionFee.transactionCount) > 0n);
    return `Soroban ${answer.sorobanInclusionFee.min} to ${answer.sorobanInclusionFee.max}, classic ${answer.inclusionFee.min} to ${answer.inclusionFee.max}`;
  });
}
