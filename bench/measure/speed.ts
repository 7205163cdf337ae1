import secp256k1 from "secp256k1";

const ROUNDS = 3000;

/**
 * Microseconds of CPU time that one signature check takes now. The same machine, shared or throttled, can be half as fast
 * an hour later: figures of two runs compare only as far as this does.
 */
export function verifyMicros(): number {
  const [key, digest] = [Buffer.alloc(32, 7), Buffer.alloc(32, 9)];
  const { signature } = secp256k1.ecdsaSign(digest, key);
  const publicKey = secp256k1.publicKeyCreate(key);
  const before = process.cpuUsage();
  for (let round = 0; round < ROUNDS; round++) secp256k1.ecdsaVerify(signature, digest, publicKey);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / ROUNDS;
}
