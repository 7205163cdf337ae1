import { keccak256 } from "../state/keccak.js";
import { eip712Bytes } from "./eip712.js";

/*
 * Documents, and what the Cosmos EVM's own code (github.com/cosmos/evm v0.4.1 with go-ethereum's typed data) hashes them to for chain
 * 3264; undefined where it refuses.
 */
const vectors: [string, string, string | undefined][] = [
  [
    "a send",
    '{"account_number":"1","chain_id":"test-1","fee":{"amount":[{"amount":"2000","denom":"aec"}],"gas":"200000"},"memo":"","msgs":[{"type":"cosmos-sdk/MsgSend","value":{"amount":[{"amount":"5","denom":"aec"}],"from_address":"echo1from","to_address":"echo1to"}}],"sequence":"0"}',
    "7062cc1f93970fdc0fe59d0f5f4dad734d15cb5fa5fd489379214705a38d69a8",
  ],
  [
    "three messages, two of one shape",
    '{"account_number":"1","chain_id":"test-1","fee":{"amount":[],"gas":"200000"},"memo":"hello ü","msgs":[{"type":"cosmos-sdk/MsgSend","value":{"amount":[{"amount":"5","denom":"aec"},{"amount":"7","denom":"uusd"}],"from_address":"echo1from","to_address":"echo1to"}},{"type":"cosmos-sdk/MsgDelegate","value":{"amount":{"amount":"1","denom":"aec"},"delegator_address":"echo1a","validator_address":"echovaloper1b"}},{"type":"cosmos-sdk/MsgSend","value":{"amount":[{"amount":"5","denom":"aec"}],"from_address":"echo1from","to_address":"echo1other"}}],"sequence":"12"}',
    "324bc350142b4bd09029bd3a563ba6032681bdaca12c68584428978892e389bc",
  ],
  [
    "a vote, with a number",
    '{"account_number":"0","chain_id":"test-1","fee":{"amount":[{"amount":"2000","denom":"aec"}],"gas":"1"},"memo":"","msgs":[{"type":"cosmos-sdk/v1/MsgVote","value":{"metadata":"","option":1,"proposal_id":"3","voter":"echo1from"}}],"sequence":"0"}',
    "8d68b8a046d82ec0600991b853525c82abdc3534a08b59309a6d75cd203b7471",
  ],
  [
    "every kind of value",
    '{"account_number":"0","chain_id":"test-1","fee":{"amount":[{"amount":"2000","denom":"aec"}],"gas":"1"},"memo":"","msgs":[{"type":"x/MsgOdd","value":{"empty":[],"flag":true,"list":["a","b"],"negative":-5,"numbers":[1,2],"nested":{"deep_er":{"a":"b"},"off":false}}}],"sequence":"0"}',
    "59c32cd32f9448c0825a235dd8f3273bb27f888d8d38d6ff6b71524930e8c34f",
  ],
  [
    "types of one name and different shape",
    '{"account_number":"0","chain_id":"test-1","fee":{"amount":[{"amount":"2000","denom":"aec"}],"gas":"1"},"memo":"","msgs":[{"type":"x/MsgGrant","value":{"grant":{"authorization":{"type":"cosmos-sdk/GenericAuthorization","value":{"msg":"/x"}},"expiration":"2030-01-01T00:00:00Z"},"grantee":"a","granter":"b"}},{"type":"x/MsgRevoke","value":{"grant":{"a":"b"},"grantee":"a"}}],"sequence":"0"}',
    "4f8ab23c35ed9d00047dd80888e5052b18c09a1b6afb8edc93ecfe5c2c4826e8",
  ],
  [
    "no messages",
    '{"account_number":"0","chain_id":"test-1","fee":{"amount":[{"amount":"2000","denom":"aec"}],"gas":"1"},"memo":"","msgs":[],"sequence":"0"}',
    "48642d97bd764f8b4ba8535f76f220ddf765f989bf1b3ec522cb33d0eb4917d3",
  ],
  [
    "a time-out",
    '{"account_number":"0","chain_id":"test-1","fee":{"amount":[{"amount":"2000","denom":"aec"}],"gas":"1"},"memo":"","msgs":[{"type":"x/MsgA","value":{"a":"b"}}],"sequence":"0","timeout_height":"7"}',
    undefined,
  ],
  [
    "a granter",
    '{"account_number":"0","chain_id":"test-1","fee":{"amount":[{"amount":"2000","denom":"aec"}],"gas":"1","granter":"echo1x"},"memo":"","msgs":[{"type":"x/MsgA","value":{"a":"b"}}],"sequence":"0"}',
    undefined,
  ],
  [
    "a null",
    '{"account_number":"0","chain_id":"test-1","fee":{"amount":[{"amount":"2000","denom":"aec"}],"gas":"1"},"memo":"","msgs":[{"type":"x/MsgA","value":{"a":null}}],"sequence":"0"}',
    undefined,
  ],
  [
    "a second element with more",
    '{"account_number":"0","chain_id":"test-1","fee":{"amount":[{"amount":"2000","denom":"aec"}],"gas":"1"},"memo":"","msgs":[{"type":"x/MsgA","value":{"a":[{"x":"1"},{"x":"1","y":"2"}]}}],"sequence":"0"}',
    undefined,
  ],
  [
    "a second element with less",
    '{"account_number":"0","chain_id":"test-1","fee":{"amount":[{"amount":"2000","denom":"aec"}],"gas":"1"},"memo":"","msgs":[{"type":"x/MsgA","value":{"a":[{"x":"1","y":"2"},{"x":"1"}]}}],"sequence":"0"}',
    undefined,
  ],
  [
    "a list in a list",
    '{"account_number":"0","chain_id":"test-1","fee":{"amount":[{"amount":"2000","denom":"aec"}],"gas":"1"},"memo":"","msgs":[{"type":"x/MsgA","value":{"a":[["x"]]}}],"sequence":"0"}',
    undefined,
  ],
  [
    "a list of two kinds",
    '{"account_number":"0","chain_id":"test-1","fee":{"amount":[{"amount":"2000","denom":"aec"}],"gas":"1"},"memo":"","msgs":[{"type":"x/MsgA","value":{"a":["x",1]}}],"sequence":"0"}',
    undefined,
  ],
  [
    "a name that is none",
    '{"account_number":"0","chain_id":"test-1","fee":{"amount":[{"amount":"2000","denom":"aec"}],"gas":"1"},"memo":"","msgs":[{"type":"x/Msg-A","value":{"a":"x"}}],"sequence":"0"}',
    undefined,
  ],
  [
    "a fraction",
    '{"account_number":"0","chain_id":"test-1","fee":{"amount":[{"amount":"2000","denom":"aec"}],"gas":"1"},"memo":"","msgs":[{"type":"x/MsgA","value":{"a":1.5}}],"sequence":"0"}',
    undefined,
  ],
  [
    "no memo",
    '{"account_number":"0","chain_id":"test-1","fee":{"amount":[{"amount":"2000","denom":"aec"}],"gas":"1"},"msgs":[{"type":"x/MsgA","value":{"a":"x"}}],"sequence":"0"}',
    undefined,
  ],
];

test.each(vectors)("the typed data of %s", (_name, document, expected) => {
  const bytes = eip712Bytes(Buffer.from(document), 3264n);
  expect(bytes && Buffer.from(keccak256(bytes)).toString("hex")).toBe(expected);
});

test("another chain has another hash, and what is no JSON has none", () => {
  const document = Buffer.from(vectors[0]![1]);
  const of = (chainId: bigint) => Buffer.from(eip712Bytes(document, chainId)!).toString("hex");
  expect(of(1n)).not.toBe(of(3264n));
  expect(eip712Bytes(Buffer.from("{"), 1n)).toBeUndefined();
  expect(eip712Bytes(Buffer.from("[]"), 1n)).toBeUndefined();
});
