import * as cosmosAuthV1beta1Auth from "cosmjs-types/cosmos/auth/v1beta1/auth";
import * as cosmosAuthV1beta1Genesis from "cosmjs-types/cosmos/auth/v1beta1/genesis";
import * as cosmosAuthV1beta1Query from "cosmjs-types/cosmos/auth/v1beta1/query";
import * as cosmosAuthV1beta1Tx from "cosmjs-types/cosmos/auth/v1beta1/tx";
import * as cosmosBankV1beta1Authz from "cosmjs-types/cosmos/bank/v1beta1/authz";
import * as cosmosBankV1beta1Bank from "cosmjs-types/cosmos/bank/v1beta1/bank";
import * as cosmosBankV1beta1Genesis from "cosmjs-types/cosmos/bank/v1beta1/genesis";
import * as cosmosBankV1beta1Query from "cosmjs-types/cosmos/bank/v1beta1/query";
import * as cosmosBankV1beta1Tx from "cosmjs-types/cosmos/bank/v1beta1/tx";
import * as cosmosAuthzV1beta1Authz from "cosmjs-types/cosmos/authz/v1beta1/authz";
import * as cosmosAuthzV1beta1Genesis from "cosmjs-types/cosmos/authz/v1beta1/genesis";
import * as cosmosAuthzV1beta1Query from "cosmjs-types/cosmos/authz/v1beta1/query";
import * as cosmosAuthzV1beta1Tx from "cosmjs-types/cosmos/authz/v1beta1/tx";
import * as cosmosFeegrantV1beta1Feegrant from "cosmjs-types/cosmos/feegrant/v1beta1/feegrant";
import * as cosmosFeegrantV1beta1Genesis from "cosmjs-types/cosmos/feegrant/v1beta1/genesis";
import * as cosmosFeegrantV1beta1Query from "cosmjs-types/cosmos/feegrant/v1beta1/query";
import * as cosmosFeegrantV1beta1Tx from "cosmjs-types/cosmos/feegrant/v1beta1/tx";
import * as cosmosConsensusV1Query from "cosmjs-types/cosmos/consensus/v1/query";
import * as cosmosConsensusV1Tx from "cosmjs-types/cosmos/consensus/v1/tx";
import * as cosmosUpgradeV1beta1Query from "cosmjs-types/cosmos/upgrade/v1beta1/query";
import * as cosmosUpgradeV1beta1Tx from "cosmjs-types/cosmos/upgrade/v1beta1/tx";
import * as cosmosUpgradeV1beta1Upgrade from "cosmjs-types/cosmos/upgrade/v1beta1/upgrade";
import * as cosmosVestingV1beta1Tx from "cosmjs-types/cosmos/vesting/v1beta1/tx";
import * as cosmosVestingV1beta1Vesting from "cosmjs-types/cosmos/vesting/v1beta1/vesting";
import * as cosmosStakingV1beta1Authz from "cosmjs-types/cosmos/staking/v1beta1/authz";
import * as cosmosStakingV1beta1Genesis from "cosmjs-types/cosmos/staking/v1beta1/genesis";
import * as cosmosStakingV1beta1Query from "cosmjs-types/cosmos/staking/v1beta1/query";
import * as cosmosStakingV1beta1Staking from "cosmjs-types/cosmos/staking/v1beta1/staking";
import * as cosmosStakingV1beta1Tx from "cosmjs-types/cosmos/staking/v1beta1/tx";
import * as cosmosDistributionV1beta1Distribution from "cosmjs-types/cosmos/distribution/v1beta1/distribution";
import * as cosmosDistributionV1beta1Genesis from "cosmjs-types/cosmos/distribution/v1beta1/genesis";
import * as cosmosDistributionV1beta1Query from "cosmjs-types/cosmos/distribution/v1beta1/query";
import * as cosmosDistributionV1beta1Tx from "cosmjs-types/cosmos/distribution/v1beta1/tx";
import * as cosmosMintV1beta1Genesis from "cosmjs-types/cosmos/mint/v1beta1/genesis";
import * as cosmosMintV1beta1Mint from "cosmjs-types/cosmos/mint/v1beta1/mint";
import * as cosmosMintV1beta1Query from "cosmjs-types/cosmos/mint/v1beta1/query";
import * as cosmosMintV1beta1Tx from "cosmjs-types/cosmos/mint/v1beta1/tx";
import * as cosmosSlashingV1beta1Genesis from "cosmjs-types/cosmos/slashing/v1beta1/genesis";
import * as cosmosSlashingV1beta1Query from "cosmjs-types/cosmos/slashing/v1beta1/query";
import * as cosmosSlashingV1beta1Slashing from "cosmjs-types/cosmos/slashing/v1beta1/slashing";
import * as cosmosSlashingV1beta1Tx from "cosmjs-types/cosmos/slashing/v1beta1/tx";
import * as cosmosGovV1Genesis from "cosmjs-types/cosmos/gov/v1/genesis";
import * as cosmosGovV1Gov from "cosmjs-types/cosmos/gov/v1/gov";
import * as cosmosGovV1Query from "cosmjs-types/cosmos/gov/v1/query";
import * as cosmosGovV1Tx from "cosmjs-types/cosmos/gov/v1/tx";
import * as cosmosGovV1beta1Genesis from "cosmjs-types/cosmos/gov/v1beta1/genesis";
import * as cosmosGovV1beta1Gov from "cosmjs-types/cosmos/gov/v1beta1/gov";
import * as cosmosGovV1beta1Query from "cosmjs-types/cosmos/gov/v1beta1/query";
import * as cosmosGovV1beta1Tx from "cosmjs-types/cosmos/gov/v1beta1/tx";
import * as cosmosEvidenceV1beta1Evidence from "cosmjs-types/cosmos/evidence/v1beta1/evidence";
import * as cosmosEvidenceV1beta1Genesis from "cosmjs-types/cosmos/evidence/v1beta1/genesis";
import * as cosmosEvidenceV1beta1Query from "cosmjs-types/cosmos/evidence/v1beta1/query";
import * as cosmosEvidenceV1beta1Tx from "cosmjs-types/cosmos/evidence/v1beta1/tx";
import * as cosmosParamsV1beta1Params from "cosmjs-types/cosmos/params/v1beta1/params";
import * as cosmosParamsV1beta1Query from "cosmjs-types/cosmos/params/v1beta1/query";
import * as cosmosGenutilV1beta1Genesis from "cosmjs-types/cosmos/genutil/v1beta1/genesis";
import * as cosmosBaseAbciV1beta1Abci from "cosmjs-types/cosmos/base/abci/v1beta1/abci";
import * as cosmosBaseNodeV1beta1Query from "cosmjs-types/cosmos/base/node/v1beta1/query";
import * as cosmosBaseQueryV1beta1Pagination from "cosmjs-types/cosmos/base/query/v1beta1/pagination";
import * as cosmosBaseReflectionV1beta1Reflection from "cosmjs-types/cosmos/base/reflection/v1beta1/reflection";
import * as cosmosBaseTendermintV1beta1Query from "cosmjs-types/cosmos/base/tendermint/v1beta1/query";
import * as cosmosBaseTendermintV1beta1Types from "cosmjs-types/cosmos/base/tendermint/v1beta1/types";
import * as cosmosBaseV1beta1Coin from "cosmjs-types/cosmos/base/v1beta1/coin";
import * as cosmosTxConfigV1Config from "cosmjs-types/cosmos/tx/config/v1/config";
import * as cosmosTxSigningV1beta1Signing from "cosmjs-types/cosmos/tx/signing/v1beta1/signing";
import * as cosmosTxV1beta1Service from "cosmjs-types/cosmos/tx/v1beta1/service";
import * as cosmosTxV1beta1Tx from "cosmjs-types/cosmos/tx/v1beta1/tx";
import * as cosmosCryptoEd25519Keys from "cosmjs-types/cosmos/crypto/ed25519/keys";
import * as cosmosCryptoHdV1Hd from "cosmjs-types/cosmos/crypto/hd/v1/hd";
import * as cosmosCryptoKeyringV1Record from "cosmjs-types/cosmos/crypto/keyring/v1/record";
import * as cosmosCryptoMultisigKeys from "cosmjs-types/cosmos/crypto/multisig/keys";
import * as cosmosCryptoMultisigV1beta1Multisig from "cosmjs-types/cosmos/crypto/multisig/v1beta1/multisig";
import * as cosmosCryptoSecp256k1Keys from "cosmjs-types/cosmos/crypto/secp256k1/keys";
import * as cosmosStoreSnapshotsV1Snapshot from "cosmjs-types/cosmos/store/snapshots/v1/snapshot";
import * as cosmosStoreV1beta1CommitInfo from "cosmjs-types/cosmos/store/v1beta1/commit_info";
import * as cosmosIcs23V1Proofs from "cosmjs-types/cosmos/ics23/v1/proofs";
import * as cosmosReflectionV1Reflection from "cosmjs-types/cosmos/reflection/v1/reflection";
import * as ibcApplicationsTransferV1Authz from "cosmjs-types/ibc/applications/transfer/v1/authz";
import * as ibcApplicationsTransferV1Denomtrace from "cosmjs-types/ibc/applications/transfer/v1/denomtrace";
import * as ibcApplicationsTransferV1Genesis from "cosmjs-types/ibc/applications/transfer/v1/genesis";
import * as ibcApplicationsTransferV1Packet from "cosmjs-types/ibc/applications/transfer/v1/packet";
import * as ibcApplicationsTransferV1Query from "cosmjs-types/ibc/applications/transfer/v1/query";
import * as ibcApplicationsTransferV1Token from "cosmjs-types/ibc/applications/transfer/v1/token";
import * as ibcApplicationsTransferV1Transfer from "cosmjs-types/ibc/applications/transfer/v1/transfer";
import * as ibcApplicationsTransferV1Tx from "cosmjs-types/ibc/applications/transfer/v1/tx";
import * as ibcCoreChannelV1Channel from "cosmjs-types/ibc/core/channel/v1/channel";
import * as ibcCoreChannelV1Genesis from "cosmjs-types/ibc/core/channel/v1/genesis";
import * as ibcCoreChannelV1Query from "cosmjs-types/ibc/core/channel/v1/query";
import * as ibcCoreChannelV1Tx from "cosmjs-types/ibc/core/channel/v1/tx";
import * as ibcCoreChannelV2Genesis from "cosmjs-types/ibc/core/channel/v2/genesis";
import * as ibcCoreChannelV2Packet from "cosmjs-types/ibc/core/channel/v2/packet";
import * as ibcCoreChannelV2Query from "cosmjs-types/ibc/core/channel/v2/query";
import * as ibcCoreChannelV2Tx from "cosmjs-types/ibc/core/channel/v2/tx";
import * as ibcCoreClientV1Client from "cosmjs-types/ibc/core/client/v1/client";
import * as ibcCoreClientV1Genesis from "cosmjs-types/ibc/core/client/v1/genesis";
import * as ibcCoreClientV1Query from "cosmjs-types/ibc/core/client/v1/query";
import * as ibcCoreClientV1Tx from "cosmjs-types/ibc/core/client/v1/tx";
import * as ibcCoreClientV2Config from "cosmjs-types/ibc/core/client/v2/config";
import * as ibcCoreClientV2Counterparty from "cosmjs-types/ibc/core/client/v2/counterparty";
import * as ibcCoreClientV2Genesis from "cosmjs-types/ibc/core/client/v2/genesis";
import * as ibcCoreClientV2Query from "cosmjs-types/ibc/core/client/v2/query";
import * as ibcCoreClientV2Tx from "cosmjs-types/ibc/core/client/v2/tx";
import * as ibcCoreCommitmentV1Commitment from "cosmjs-types/ibc/core/commitment/v1/commitment";
import * as ibcCoreCommitmentV2Commitment from "cosmjs-types/ibc/core/commitment/v2/commitment";
import * as ibcCoreConnectionV1Connection from "cosmjs-types/ibc/core/connection/v1/connection";
import * as ibcCoreConnectionV1Genesis from "cosmjs-types/ibc/core/connection/v1/genesis";
import * as ibcCoreConnectionV1Query from "cosmjs-types/ibc/core/connection/v1/query";
import * as ibcCoreConnectionV1Tx from "cosmjs-types/ibc/core/connection/v1/tx";
import * as ibcCoreTypesV1Genesis from "cosmjs-types/ibc/core/types/v1/genesis";
import * as ibcLightclientsTendermintV1Tendermint from "cosmjs-types/ibc/lightclients/tendermint/v1/tendermint";
import * as ibcLightclientsSolomachineV3Solomachine from "cosmjs-types/ibc/lightclients/solomachine/v3/solomachine";
import * as tendermintAbciTypes from "cosmjs-types/tendermint/abci/types";
import * as tendermintCryptoKeys from "cosmjs-types/tendermint/crypto/keys";
import * as tendermintCryptoProof from "cosmjs-types/tendermint/crypto/proof";
import * as tendermintP2pTypes from "cosmjs-types/tendermint/p2p/types";
import * as tendermintTypesBlock from "cosmjs-types/tendermint/types/block";
import * as tendermintTypesEvidence from "cosmjs-types/tendermint/types/evidence";
import * as tendermintTypesParams from "cosmjs-types/tendermint/types/params";
import * as tendermintTypesTypes from "cosmjs-types/tendermint/types/types";
import * as tendermintTypesValidator from "cosmjs-types/tendermint/types/validator";
import * as tendermintVersionTypes from "cosmjs-types/tendermint/version/types";
import * as googleProtobufAny from "cosmjs-types/google/protobuf/any";
import * as googleProtobufDuration from "cosmjs-types/google/protobuf/duration";
import * as googleProtobufTimestamp from "cosmjs-types/google/protobuf/timestamp";
import * as googleApiHttp from "cosmjs-types/google/api/http";

/** The modules of cosmjs-types whose messages the chain speaks. */
export const cosmjsModules: readonly Readonly<Record<string, unknown>>[] = [
  cosmosAuthV1beta1Auth,
  cosmosAuthV1beta1Genesis,
  cosmosAuthV1beta1Query,
  cosmosAuthV1beta1Tx,
  cosmosBankV1beta1Authz,
  cosmosBankV1beta1Bank,
  cosmosBankV1beta1Genesis,
  cosmosBankV1beta1Query,
  cosmosBankV1beta1Tx,
  cosmosAuthzV1beta1Authz,
  cosmosAuthzV1beta1Genesis,
  cosmosAuthzV1beta1Query,
  cosmosAuthzV1beta1Tx,
  cosmosFeegrantV1beta1Feegrant,
  cosmosFeegrantV1beta1Genesis,
  cosmosFeegrantV1beta1Query,
  cosmosFeegrantV1beta1Tx,
  cosmosConsensusV1Query,
  cosmosConsensusV1Tx,
  cosmosUpgradeV1beta1Query,
  cosmosUpgradeV1beta1Tx,
  cosmosUpgradeV1beta1Upgrade,
  cosmosVestingV1beta1Tx,
  cosmosVestingV1beta1Vesting,
  cosmosStakingV1beta1Authz,
  cosmosStakingV1beta1Genesis,
  cosmosStakingV1beta1Query,
  cosmosStakingV1beta1Staking,
  cosmosStakingV1beta1Tx,
  cosmosDistributionV1beta1Distribution,
  cosmosDistributionV1beta1Genesis,
  cosmosDistributionV1beta1Query,
  cosmosDistributionV1beta1Tx,
  cosmosMintV1beta1Genesis,
  cosmosMintV1beta1Mint,
  cosmosMintV1beta1Query,
  cosmosMintV1beta1Tx,
  cosmosSlashingV1beta1Genesis,
  cosmosSlashingV1beta1Query,
  cosmosSlashingV1beta1Slashing,
  cosmosSlashingV1beta1Tx,
  cosmosGovV1Genesis,
  cosmosGovV1Gov,
  cosmosGovV1Query,
  cosmosGovV1Tx,
  cosmosGovV1beta1Genesis,
  cosmosGovV1beta1Gov,
  cosmosGovV1beta1Query,
  cosmosGovV1beta1Tx,
  cosmosEvidenceV1beta1Evidence,
  cosmosEvidenceV1beta1Genesis,
  cosmosEvidenceV1beta1Query,
  cosmosEvidenceV1beta1Tx,
  cosmosParamsV1beta1Params,
  cosmosParamsV1beta1Query,
  cosmosGenutilV1beta1Genesis,
  cosmosBaseAbciV1beta1Abci,
  cosmosBaseNodeV1beta1Query,
  cosmosBaseQueryV1beta1Pagination,
  cosmosBaseReflectionV1beta1Reflection,
  cosmosBaseTendermintV1beta1Query,
  cosmosBaseTendermintV1beta1Types,
  cosmosBaseV1beta1Coin,
  cosmosTxConfigV1Config,
  cosmosTxSigningV1beta1Signing,
  cosmosTxV1beta1Service,
  cosmosTxV1beta1Tx,
  cosmosCryptoEd25519Keys,
  cosmosCryptoHdV1Hd,
  cosmosCryptoKeyringV1Record,
  cosmosCryptoMultisigKeys,
  cosmosCryptoMultisigV1beta1Multisig,
  cosmosCryptoSecp256k1Keys,
  cosmosStoreSnapshotsV1Snapshot,
  cosmosStoreV1beta1CommitInfo,
  cosmosIcs23V1Proofs,
  cosmosReflectionV1Reflection,
  ibcApplicationsTransferV1Authz,
  ibcApplicationsTransferV1Denomtrace,
  ibcApplicationsTransferV1Genesis,
  ibcApplicationsTransferV1Packet,
  ibcApplicationsTransferV1Query,
  ibcApplicationsTransferV1Token,
  ibcApplicationsTransferV1Transfer,
  ibcApplicationsTransferV1Tx,
  ibcCoreChannelV1Channel,
  ibcCoreChannelV1Genesis,
  ibcCoreChannelV1Query,
  ibcCoreChannelV1Tx,
  ibcCoreChannelV2Genesis,
  ibcCoreChannelV2Packet,
  ibcCoreChannelV2Query,
  ibcCoreChannelV2Tx,
  ibcCoreClientV1Client,
  ibcCoreClientV1Genesis,
  ibcCoreClientV1Query,
  ibcCoreClientV1Tx,
  ibcCoreClientV2Config,
  ibcCoreClientV2Counterparty,
  ibcCoreClientV2Genesis,
  ibcCoreClientV2Query,
  ibcCoreClientV2Tx,
  ibcCoreCommitmentV1Commitment,
  ibcCoreCommitmentV2Commitment,
  ibcCoreConnectionV1Connection,
  ibcCoreConnectionV1Genesis,
  ibcCoreConnectionV1Query,
  ibcCoreConnectionV1Tx,
  ibcCoreTypesV1Genesis,
  ibcLightclientsTendermintV1Tendermint,
  ibcLightclientsSolomachineV3Solomachine,
  tendermintAbciTypes,
  tendermintCryptoKeys,
  tendermintCryptoProof,
  tendermintP2pTypes,
  tendermintTypesBlock,
  tendermintTypesEvidence,
  tendermintTypesParams,
  tendermintTypesTypes,
  tendermintTypesValidator,
  tendermintVersionTypes,
  googleProtobufAny,
  googleProtobufDuration,
  googleProtobufTimestamp,
  googleApiHttp,
];
