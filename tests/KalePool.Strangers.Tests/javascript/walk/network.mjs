// What a client asks before it has an account.
import assert from 'node:assert/strict';
import net from 'node:net';
import { sdk, settings, field, path, int, hex, base64 } from '../lib/sdk.mjs';
import { refused } from '../lib/guard.mjs';
import { server, kaleAsset, raw, nextLedger } from '../lib/chain.mjs';
import { step, refusal } from '../lib/steps.mjs';

const sha256 = (object) => hex(sdk.hash(Buffer.from(base64(object), 'base64')));

/** Ledger of the run's start, from where its events are read. */
export let firstLedger;

export async function network() {
  await step('nothing but this machine is asked', async () => {
    await refusal(new sdk.rpc.Server('https://rpc.example.org').getHealth());
    assert.throws(() => net.connect(443, '192.0.2.1'), /only loopback is allowed/);
    assert.deepEqual([...new Set(refused)], ['rpc.example.org', '192.0.2.1']);
    return 'a name and an address elsewhere are refused before anything is sent';
  });

  await step('getNetwork', async () => {
    const answer = await server.getNetwork();
    assert.equal(answer.passphrase, settings.passphrase);
    assert.equal(answer.friendbotUrl, settings.friendbotUrl);
    assert.ok(Number.isInteger(answer.protocolVersion) && answer.protocolVersion >= 27);
    return `protocol ${answer.protocolVersion}`;
  });

  await step('getHealth', async () => {
    const answer = await server.getHealth();
    assert.equal(answer.status, 'healthy');
    for (const name of ['latestLedger', 'oldestLedger', 'ledgerRetentionWindow']) assert.ok(Number.isInteger(answer[name]), name);
    assert.ok(answer.latestLedger >= answer.oldestLedger && answer.ledgerRetentionWindow > 0);
    firstLedger = answer.latestLedger;
    return `ledgers ${answer.oldestLedger} to ${answer.latestLedger} of ${answer.ledgerRetentionWindow}`;
  });

  await step('getVersionInfo', async () => {
    const answer = await server.getVersionInfo();
    assert.equal(answer.protocolVersion, (await server.getNetwork()).protocolVersion);
    for (const name of ['version', 'commitHash', 'buildTimestamp', 'captiveCoreVersion']) assert.equal(typeof answer[name], 'string', name);
    return answer.version;
  });

  await step('getLatestLedger', async () => {
    const answer = await server.getLatestLedger();
    const header = answer.headerXdr;
    assert.equal(int(field(header, 'ledgerSeq')), BigInt(answer.sequence));
    assert.equal(answer.id, sha256(header), 'the id is the hash of the header');
    assert.equal(answer.closeTime, path(header, 'scpValue', 'closeTime').toString());
    assert.equal(answer.protocolVersion, Number(field(header, 'ledgerVersion')));
    const close = field(answer.metadataXdr, 'value');
    assert.equal(base64(path(close, 'ledgerHeader', 'header')), base64(header), 'the close meta tells of the same ledger');
    return `ledger ${answer.sequence}`;
  });

  await step('getLedgers in pages', async () => {
    const start = (await server.getLatestLedger()).sequence;
    await nextLedger(start + 1);
    const first = await server.getLedgers({ startLedger: start, pagination: { limit: 1 } });
    const second = await server.getLedgers({ pagination: { cursor: first.cursor, limit: 1 } });
    assert.deepEqual([...first.ledgers, ...second.ledgers].map((one) => one.sequence), [start, start + 1]);
    const [older, newer] = [first.ledgers[0], second.ledgers[0]];
    assert.equal(sha256(field(older.headerXdr, 'header')), older.hash);
    assert.equal(hex(field(older.headerXdr, 'hash')), older.hash);
    assert.equal(hex(path(newer.headerXdr, 'header', 'previousLedgerHash')), older.hash, 'ledgers are chained by their hashes');
    assert.ok(BigInt(newer.ledgerCloseTime) > BigInt(older.ledgerCloseTime));
    return `${older.sequence} and ${newer.sequence} are chained`;
  });

  await step('contract id of the asset', async () => {
    assert.equal(kaleAsset.contractId(settings.passphrase), settings.token);
    return settings.token;
  });

  await step('what no server knows', async () => {
    assert.equal((await raw('getTransactionz', {})).error.code, -32601);
    assert.equal((await raw('getTransaction', { hash: 'beef' })).error.code, -32602);
    assert.equal((await raw('sendTransaction', { transaction: 'AAAA' })).error.code, -32602);
    assert.equal((await raw('getHealth', [])).error.code, -32602);
    assert.ok((await raw('getHealth', null)).result && (await raw('getHealth', {})).result, 'no parameters, null and an empty object are one');
    assert.equal((await refusal(server.getLedgers({ startLedger: 1, pagination: { limit: 1 } }))).code, -32600);
    const nobody = sdk.Keypair.random().publicKey();
    assert.match((await refusal(server.getAccount(nobody))).message, /not found/);
    const unknown = await server.getTransaction('00'.repeat(32));
    assert.equal(unknown.status, 'NOT_FOUND');
    assert.ok(Number.isInteger(unknown.latestLedger) && Number.isInteger(unknown.oldestLedger));
    return '-32601, -32602, -32600, NOT_FOUND';
  });
}
