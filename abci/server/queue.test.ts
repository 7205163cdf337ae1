import { FrameError } from "./frames.js";
import { FrameQueue } from "./queue.js";

const frame = (...bytes: number[]): Uint8Array => Uint8Array.of(bytes.length, ...bytes);

function filled(count: number): FrameQueue {
  const queue = new FrameQueue(100);
  for (let index = 0; index < count; index++) queue.push(frame(index & 0xff, index >> 8));
  return queue;
}

test("gives frames in their order, whole ones only", () => {
  const queue = new FrameQueue(100);
  queue.push(Uint8Array.of(2, 1, 2, 1, 3, 3, 4));
  expect([queue.length, queue.bytes, queue.pendingBytes]).toEqual([2, 3, 2]);
  expect(queue.shift()).toEqual(Uint8Array.of(1, 2));
  queue.push(Uint8Array.of(5, 6));
  expect([queue.shift(), queue.shift(), queue.shift()]).toEqual([Uint8Array.of(3), Uint8Array.of(4, 5, 6), undefined]);
  expect([queue.length, queue.bytes, queue.pendingBytes]).toEqual([0, 0, 0]);
});

test("tells that the stream is broken where it is, and not before", () => {
  const queue = new FrameQueue(100);
  queue.push(Uint8Array.of(1, 7, 101, 0));
  queue.push(frame(8));
  expect(queue.shift()).toEqual(Uint8Array.of(7));
  expect(() => queue.shift()).toThrow(FrameError);
  expect(() => queue.shift()).toThrow(FrameError);
});

test("gives each frame once ahead of its turn, at most so many ahead", () => {
  const queue = filled(10);
  expect(queue.ahead(4).map(([first]) => first)).toEqual([0, 1, 2, 3]);
  expect(queue.ahead(4)).toEqual([]);
  for (let index = 0; index < 6; index++) queue.shift();
  expect(queue.ahead(3).map(([first]) => first)).toEqual([6, 7, 8]);
  expect(queue.ahead(9).map(([first]) => first)).toEqual([9]);
  expect(queue.length).toBe(4);
});

test("keeps its order while the front is given back", () => {
  const queue = filled(10_000);
  const ahead: number[] = [];
  for (let index = 0; index < 10_000; index++) {
    for (const [low, high] of queue.ahead(50)) ahead.push(low! + (high! << 8));
    const [low, high] = queue.shift()!;
    expect(low! + (high! << 8)).toBe(index);
  }
  expect(ahead).toEqual([...Array(10_000).keys()]);
});
