// Written by proto/generator; `make proto` writes it anew.

import * as module0 from "./cosmos/authz/v1beta1/event.js";
import * as module1 from "./cosmos/base/reflection/v2alpha1/reflection.js";
import * as module2 from "./cosmos/crypto/secp256r1/keys.js";
import * as module3 from "./cosmos/staking/v1beta1/staking.js";
import * as module4 from "./echoin/chain/v1/chain.js";
import * as module5 from "./echoin/chain/v1/genesis.js";
import * as module6 from "./echoin/chain/v1/query.js";
import * as module7 from "./echoin/council/v1/council.js";
import * as module8 from "./echoin/council/v1/genesis.js";
import * as module9 from "./echoin/council/v1/query.js";
import * as module10 from "./echoin/council/v1/tx.js";
import * as module11 from "./echoin/crypto/v1/cosmos_evm.js";
import * as module12 from "./echoin/crypto/v1/ethermint.js";
import * as module13 from "./echoin/evm/v1/evm.js";
import * as module14 from "./echoin/evm/v1/genesis.js";
import * as module15 from "./echoin/evm/v1/query.js";
import * as module16 from "./echoin/evm/v1/tx.js";
import * as module17 from "./echoin/feemarket/v1/feemarket.js";
import * as module18 from "./echoin/feemarket/v1/gas_prices.js";
import * as module19 from "./echoin/feemarket/v1/genesis.js";
import * as module20 from "./echoin/feemarket/v1/query.js";
import * as module21 from "./echoin/feemarket/v1/tx.js";
import * as module22 from "./echoin/node/v1/query.js";
import * as module23 from "./echoin/node/v1/queue.js";
import * as module24 from "./echoin/slashing/v1/genesis.js";
import * as module25 from "./echoin/slashing/v1/query.js";
import * as module26 from "./echoin/slashing/v1/rotation.js";
import * as module27 from "./echoin/slashing/v1/slashing.js";
import * as module28 from "./echoin/slashing/v1/tx.js";
import * as module29 from "./echoin/sponsor/v1/genesis.js";
import * as module30 from "./echoin/sponsor/v1/query.js";
import * as module31 from "./echoin/sponsor/v1/sponsor.js";
import * as module32 from "./echoin/sponsor/v1/tx.js";
import * as module33 from "./echoin/store/v1/snapshot.js";
import * as module34 from "./echoin/votes/v1/votes.js";
import * as module35 from "./google/protobuf/empty.js";
import * as module36 from "./grpc/health/v1/health.js";
import * as module37 from "./grpc/reflection/v1/reflection.js";
import * as module38 from "./grpc/reflection/v1alpha/reflection.js";
import * as module39 from "./ibc/applications/transfer/v1/tx.js";
import * as module40 from "./ibc/core/connection/v1/query.js";
import * as module41 from "./ibc/core/connection/v1/tx.js";
import * as module42 from "./tendermint/types/canonical.js";

/** The modules whose messages are written here because cosmjs-types has none of them. */
export const generatedModules: readonly Readonly<Record<string, unknown>>[] = [
  module0,
  module1,
  module2,
  module3,
  module4,
  module5,
  module6,
  module7,
  module8,
  module9,
  module10,
  module11,
  module12,
  module13,
  module14,
  module15,
  module16,
  module17,
  module18,
  module19,
  module20,
  module21,
  module22,
  module23,
  module24,
  module25,
  module26,
  module27,
  module28,
  module29,
  module30,
  module31,
  module32,
  module33,
  module34,
  module35,
  module36,
  module37,
  module38,
  module39,
  module40,
  module41,
  module42,
];
