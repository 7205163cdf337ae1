import { MsgSend } from "cosmjs-types/cosmos/bank/v1beta1/tx";
import { PubKey } from "cosmjs-types/cosmos/crypto/secp256k1/keys";
import { lookUpSenders, senderSignatureOf } from "../../modules/evm/transaction.js";
import { wrapEthereumTransaction } from "../../modules/evm/wrapper.js";
import { encodeMessage } from "../../proto/writer.js";
import { EthereumKey } from "../sim/ethereum.js";
import { SimKey, signTx } from "../sim/wallet.js";
import { AddressCodec } from "../state/addresses.js";
import type { StoreKey } from "../store/types.js";
import { recoveryJob, verifyJob } from "./signatures/recovery.js";
import { RingOwner, RingServer, type SignedMessage } from "./signatures/ring.js";
import { SharedSenders } from "./signatures/senders.js";
import { startTestChain, type TestChain } from "./testing/chain.js";

const addresses = new AddressCodec("echo");
const keys = Array.from({ length: 1200 }, (_, index) => new SimKey(`sender ${index}`));
const text = ({ address }: SimKey): string => addresses.format(address);

let ring: RingOwner;
let chain: TestChain;

beforeEach(async () => {
  ring = new RingOwner();
  const genesis = (state: Record<string, Record<string, unknown>>): void => {
    state["bank"]!["balances"] = keys.map((key) => ({ address: text(key), coins: [{ denom: "aec", amount: "1000" }] }));
    state["auth"]!["accounts"] = keys.map((key, index) => ({
      "@type": "/cosmos.auth.v1beta1.BaseAccount",
      address: text(key),
      account_number: `${index}`,
    }));
  };
  chain = await startTestChain(genesis, {}, undefined, undefined, { signatures: ring });
  await chain.block([]);
});

function send(index: number, { sequence = 0n, chainId = "test-1" } = {}): Uint8Array {
  const key = keys[index]!;
  const value = { fromAddress: text(key), toAddress: text(keys[0]!), amount: [{ denom: "aec", amount: "1" }] };
  const message = { typeUrl: MsgSend.typeUrl, value: encodeMessage(MsgSend, value) };
  const options = { chainId, fee: [], gasLimit: 200_000n };
  return signTx([message], [{ key, accountNumber: BigInt(index), sequence }], options);
}

/** Has the application look at transactions, and gives what a thread was asked, with the thread's verdicts. */
async function expectChecks(txs: Uint8Array[], verdict?: boolean): Promise<boolean[]> {
  await chain.app.expectChecks(txs);
  return serve(verdict);
}

/** Tells of each read ahead, before it is done. */
function onPrefetch(tell: (keys: readonly StoreKey[]) => void): void {
  const { store } = chain;
  const latest = store.latest.bind(store);
  jest.spyOn(store, "latest").mockImplementation(() => {
    const reader = latest();
    const prefetch = reader.prefetch.bind(reader);
    return Object.assign(reader, {
      prefetch(keys: readonly StoreKey[]) {
        tell(keys);
        return prefetch(keys);
      },
    });
  });
}

function serve(verdict?: boolean): boolean[] {
  const found: boolean[] = [];
  const verify = (signed: SignedMessage): boolean => {
    found.push(verifyJob(signed));
    return verdict ?? found.at(-1)!;
  };
  const server = new RingServer(ring.memory, verify);
  while (server.step());
  return found;
}

test("threads are given what the ante handler would check", async () => {
  expect(await expectChecks([send(1), send(2), send(3, { chainId: "other-1" })])).toEqual([true, true, false]);
  expect(await expectChecks([send(1)])).toEqual([]);
  expect((await chain.check(send(1))).code).toBe(0);
  expect((await chain.check(send(3, { chainId: "other-1" }))).log).toMatch(/signature verification failed/);
});

test("a block reads for no transaction that was read for when it was checked, unless the store let go of that", async () => {
  const { store, app } = chain;
  const loaded: number[] = [];
  onPrefetch((keys) => loaded.push(keys.filter((key) => key.store === "bank").length));
  const reads = async (work: Promise<unknown>): Promise<number> => {
    loaded.length = 0;
    await work;
    return loaded.reduce((sum, count) => sum + count, 0);
  };
  expect(await reads(app.expectChecks([send(1), send(2)]))).toBe(4);
  expect(await reads(chain.block([send(1), send(2), send(3)]))).toBe(2);
  expect(await reads(app.expectChecks([send(4), send(5)]))).toBe(4);
  Object.assign(store, { evictions: 1 });
  expect(await reads(chain.block([send(4), send(5)]))).toBe(4);
});

test("threads begin when the signers' accounts are read, before all else that the transactions touch", async () => {
  const loaded: { stores: Set<string>; given: number }[] = [];
  onPrefetch((keys) => loaded.push({ stores: new Set(keys.map((key) => key.store)), given: serve().length }));
  await chain.app.expectChecks([send(1), send(2)]);
  expect(loaded).toEqual([
    { stores: new Set(["acc"]), given: 0 },
    { stores: new Set(["acc", "bank"]), given: 2 },
  ]);
});

test("their verdict is taken, and an adverse one is looked at again", async () => {
  const foreign = send(3, { chainId: "other-1" });
  // A thread that lied would be believed: that is how the test sees that it is asked.
  await expectChecks([foreign], true);
  expect((await chain.check(foreign)).code).toBe(0);
  await expectChecks([send(4)], false);
  expect((await chain.check(send(4))).code).toBe(0);
});

test("what cannot be guessed is left to the ante handler", async () => {
  const stranger = signTx(
    [{ typeUrl: MsgSend.typeUrl, value: new Uint8Array(0) }],
    [{ key: new SimKey("stranger"), accountNumber: 0n, sequence: 0n }],
    { chainId: "test-1", fee: [], gasLimit: 1n },
  );
  expect(await expectChecks([Uint8Array.of(1, 2, 3), stranger])).toEqual([]);
});

test("bytes that only pass for a key are not given to threads, which might take them for another question", async () => {
  const key = keys[1]!;
  const value = encodeMessage(PubKey, { key: new Uint8Array(33) });
  const disguised = {
    ...key,
    anyPublicKey: { typeUrl: PubKey.typeUrl, value },
    sign: (bytes: Uint8Array) => key.sign(bytes),
  };
  const send = {
    typeUrl: MsgSend.typeUrl,
    value: encodeMessage(MsgSend, MsgSend.fromPartial({ fromAddress: text(key) })),
  };
  const signer = { key: disguised, accountNumber: 1n, sequence: 0n };
  const tx = signTx([send], [signer], { chainId: "test-1", fee: [], gasLimit: 200_000n });
  expect(await expectChecks([tx])).toEqual([]);
  expect((await chain.check(tx)).code).not.toBe(0);
});

test("a question about a sender is about a digest", () => {
  const signer = new EthereumKey("signer");
  // A copy, for what has been decoded has its sender.
  const raw = Uint8Array.from(signer.signTransaction({ chainId: 3264n, nonce: 0n }).raw);
  const question = senderSignatureOf(raw)!;
  const job = recoveryJob(question, signer.address);
  expect(verifyJob(job)).toBe(true);
  expect(verifyJob({ ...job, message: Buffer.concat([question.digest, question.digest]) })).toBe(false);
});

test("a block that the mempool never saw has its signatures checked along the way", async () => {
  const txs = keys.slice(1).map((_, index) => send(index + 1));
  // No thread serves the ring: all are withdrawn when their turn comes, which makes room for the next.
  const { txResults } = await chain.block(txs);
  expect(txResults.map(({ code }) => code)).toEqual(txs.map(() => 0));
  expect(serve()).toEqual([]);
});

describe("an Ethereum transaction", () => {
  const [signer, other] = [new EthereumKey("signer"), new EthereumKey("other")];
  const tx = (nonce: bigint) => signer.signTransaction({ chainId: 3264n, nonce, to: other.address });
  const from = (nonce: bigint, { address }: EthereumKey): Uint8Array =>
    wrapEthereumTransaction({ ...tx(nonce), sender: address }, { addresses, denom: "aec" });
  const SIGNED_BY_ANOTHER = /it is signed by .*, not by/;

  test("has its sender found by threads, whose verdict is taken", async () => {
    expect(await expectChecks([from(0n, signer), from(0n, other)])).toEqual([true, false]);
    expect((await chain.check(from(0n, signer))).log).not.toMatch(SIGNED_BY_ANOTHER);
    expect((await chain.check(from(0n, other))).log).toMatch(SIGNED_BY_ANOTHER);
    expect(await expectChecks([from(0n, signer)])).toEqual([]);
    // A thread that lied would be believed, and one that denies is not.
    await expectChecks([from(1n, other)], true);
    expect((await chain.check(from(1n, other))).log).not.toMatch(SIGNED_BY_ANOTHER);
    await expectChecks([from(2n, signer)], false);
    expect((await chain.check(from(2n, signer))).log).not.toMatch(SIGNED_BY_ANOTHER);
  });

  test("is given to no thread when another knows who signed it, who is then taken", async () => {
    const senders = new SharedSenders();
    lookUpSenders(senders);
    try {
      const { hash } = tx(3n);
      senders.note(hash, signer.address);
      expect(await expectChecks([from(3n, signer), from(4n, signer)])).toEqual([true]);
      // Whoever writes there would be believed.
      senders.note(hash, other.address);
      expect((await chain.check(from(3n, signer))).log).toMatch(SIGNED_BY_ANOTHER);
    } finally {
      lookUpSenders(new SharedSenders());
    }
  });

  test("finds its sender by itself when no thread has", async () => {
    await chain.app.expectChecks([from(0n, signer), from(0n, other)]);
    expect((await chain.check(from(0n, signer))).log).not.toMatch(SIGNED_BY_ANOTHER);
    expect((await chain.check(from(0n, other))).log).toMatch(SIGNED_BY_ANOTHER);
    expect(serve()).toEqual([]);
  });
});
