import type { ServiceBinding } from "../../abci/state/module.js";
import { queueService } from "../queue/service.js";
import { type BlockParts, blockService } from "./blocks.js";
import { echoinNodeService, type NodeParts, nodeService } from "./node.js";
import { type ReflectionParts, reflectionServices } from "./reflection.js";
import { type TransactionParts, transactionService } from "./transactions.js";

export type ServiceParts = TransactionParts & BlockParts & NodeParts & ReflectionParts;

/** The services that belong to no module; the query executor mounts them beside those of the modules. */
export const nodeServices = (parts: ServiceParts): readonly ServiceBinding[] => [
  transactionService(parts) as ServiceBinding,
  blockService(parts) as ServiceBinding,
  nodeService(parts) as ServiceBinding,
  echoinNodeService(parts) as ServiceBinding,
  queueService(parts.queue) as ServiceBinding,
  ...(reflectionServices(parts) as readonly ServiceBinding[]),
];
