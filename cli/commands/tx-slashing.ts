import { operatorOfNameOrAddress } from "../keys/open.js";
import { fromAddress } from "../tx/from.js";
import type { TxGroup } from "./tx-messages.js";

export const slashing: TxGroup = {
  name: "slashing",
  description: "come out of jail",
  commands: [
    {
      usage: "unjail",
      description: "let your validator stand again, once its time in jail is over",
      messages: async (call) => [
        {
          "@type": "/cosmos.slashing.v1beta1.MsgUnjail",
          validator_addr: await operatorOfNameOrAddress(call, await fromAddress(call)),
        },
      ],
    },
  ],
};
