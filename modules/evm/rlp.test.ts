import { RLP } from "@ethereumjs/rlp";
import fc from "fast-check";
import { encodeList, encodeString } from "./rlp.js";

type Nested = Uint8Array | Nested[];

const encode = (item: Nested): Uint8Array =>
  item instanceof Uint8Array ? encodeString(item) : encodeList(item.map(encode));

const { nested } = fc.letrec<{ nested: Nested; text: Uint8Array; items: Nested[] }>((tie) => ({
  nested: fc.oneof({ depthSize: "small" }, tie("text"), tie("items")),
  text: fc.oneof(fc.uint8Array({ maxLength: 3 }), fc.uint8Array({ minLength: 50, maxLength: 300 })),
  items: fc.array(tie("nested"), { maxLength: 6 }),
}));

test("strings and lists are encoded as the library encodes them", () => {
  fc.assert(fc.property(nested, (item) => expect(encode(item)).toEqual(RLP.encode(item))));
});

test.each([0, 1, 55, 56, 255, 256, 65_535, 65_536])("so is what has %i bytes", (length) => {
  const text = new Uint8Array(length).fill(0x7f);
  expect(encodeString(text)).toEqual(RLP.encode(text));
  const items = Array.from({ length }, () => text.subarray(0, 1));
  expect(encodeList(items)).toEqual(RLP.encode(items));
});
