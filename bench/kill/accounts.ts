import { BaseAccount } from "cosmjs-types/cosmos/auth/v1beta1/auth";
import { QueryAccountRequest, QueryAccountResponse } from "cosmjs-types/cosmos/auth/v1beta1/query";
import { encodeMessage } from "../../proto/writer.js";
import type { Rpc } from "../measure/rpc.js";

/** The sequence of an account as the application has committed it. @throws Error with the application's answer */
export async function sequenceOf(rpc: Rpc, address: string): Promise<number> {
  const data = Buffer.from(encodeMessage(QueryAccountRequest, { address })).toString("hex");
  const { response } = await rpc.call<{ response: { code: number; log: string; value: string | null } }>("abci_query", {
    path: "/cosmos.auth.v1beta1.Query/Account",
    data,
  });
  if (response.code !== 0) throw new Error(`account ${address}: ${response.log}`);
  const { account } = QueryAccountResponse.decode(Buffer.from(response.value ?? "", "base64"));
  return Number(BaseAccount.decode(account?.value ?? new Uint8Array()).sequence);
}
