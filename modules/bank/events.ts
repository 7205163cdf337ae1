import type { Event } from "../../abci/state/events.js";

/**
 * Events of the SDK's bank module, by name, attribute and order. Each send makes four of them, so they are built without
 * a detour through objects of names.
 */
const attribute = (key: string, value: string) => ({ key, value });

export const events = {
  coinSpent: (spender: string, amount: string): Event => ({
    type: "coin_spent",
    attributes: [attribute("spender", spender), attribute("amount", amount)],
  }),
  coinReceived: (receiver: string, amount: string): Event => ({
    type: "coin_received",
    attributes: [attribute("receiver", receiver), attribute("amount", amount)],
  }),
  transfer: (recipient: string, sender: string, amount: string): Event => ({
    type: "transfer",
    attributes: [attribute("recipient", recipient), attribute("sender", sender), attribute("amount", amount)],
  }),
  /** So that transactions are found by who sent in them. */
  sender: (sender: string): Event => ({ type: "message", attributes: [attribute("sender", sender)] }),
  minted: (minter: string, amount: string): Event => ({
    type: "coinbase",
    attributes: [attribute("minter", minter), attribute("amount", amount)],
  }),
  burnt: (burner: string, amount: string): Event => ({
    type: "burn",
    attributes: [attribute("burner", burner), attribute("amount", amount)],
  }),
};
