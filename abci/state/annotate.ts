import type { Entry, Key, KeyRange, MaybePromise, StoreKey } from "../store/types.js";
import type { BranchStack, WriteContext } from "./context.js";
import { type Event, withAttribute } from "./events.js";
import type { GasMeter } from "./gas.js";

/**
 * The same context, whose events get one more attribute at their end: for messages that run inside another message.
 * Branches opened from it are annotated too; annotating twice adds the inner attribute first.
 */
export function annotateEvents(ctx: WriteContext, key: string, value: string): WriteContext {
  return new AnnotatedContext(ctx, key, value);
}

class AnnotatedContext<Inner extends WriteContext = WriteContext> implements WriteContext {
  readonly block;
  readonly addresses;
  readonly mode;
  readonly gas;
  readonly keepsEvents;

  constructor(
    protected readonly inner: Inner,
    protected readonly attributeKey: string,
    protected readonly attributeValue: string,
  ) {
    this.block = inner.block;
    this.addresses = inner.addresses;
    this.mode = inner.mode;
    this.gas = inner.gas;
    this.keepsEvents = inner.keepsEvents;
  }

  read(store: string, key: Key): MaybePromise<Uint8Array | undefined> {
    return this.inner.read(store, key);
  }

  has(store: string, key: Key): MaybePromise<boolean> {
    return this.inner.has(store, key);
  }

  scan(store: string, range: KeyRange): AsyncIterable<Entry> {
    return this.inner.scan(store, range);
  }

  prefetch(keys: readonly StoreKey[]): Promise<void> {
    return this.inner.prefetch(keys);
  }

  write(store: string, key: Key, value: Uint8Array): void {
    this.inner.write(store, key, value);
  }

  remove(store: string, key: Key): void {
    this.inner.remove(store, key);
  }

  emit(event: Event): void {
    this.inner.emit(withAttribute(event, this.attributeKey, this.attributeValue));
  }

  branch<T>(work: (inner: WriteContext) => Promise<T>): Promise<T> {
    return this.inner.branch((inner) => work(annotateEvents(inner, this.attributeKey, this.attributeValue)));
  }

  stack<T>(work: (stack: BranchStack) => Promise<T>): Promise<T> {
    return this.inner.stack((stack) => work(new AnnotatedStack(stack, this.attributeKey, this.attributeValue)));
  }

  withGas(gas: GasMeter): WriteContext {
    return annotateEvents(this.inner.withGas(gas), this.attributeKey, this.attributeValue);
  }
}

class AnnotatedStack extends AnnotatedContext<BranchStack> implements BranchStack {
  open(): void {
    this.inner.open();
  }

  keep(): void {
    this.inner.keep();
  }

  drop(): void {
    this.inner.drop();
  }
}
