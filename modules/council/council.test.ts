import fc from "fast-check";
import { ONE } from "../../abci/state/decimals.js";
import { testAddress } from "../../abci/state/testing/memory.js";
import { Role, SeatOption } from "../../proto/generated/echoin/council/v1/council.js";
import { fails } from "../bank/testing/fixture.js";
import {
  DAY,
  EC,
  GOV,
  addValidator,
  govFixture,
  govSend,
  holds,
  later,
  proposalOf,
  settleSet,
} from "../gov/testing/fixture.js";
import { endBlock } from "../gov/blocks.js";
import { authorityErrors } from "../../abci/state/authority.js";
import { errors, govErrors } from "./errors.js";
import { councilGenesis } from "./genesis.js";
import { councilMessages } from "./messages.js";
import { DEFAULT_PARAMS, readParams } from "./params.js";
import { councilQueries } from "./queries.js";
import { capPowers } from "./seats.js";

const YES = SeatOption.SEAT_OPTION_YES;
const NO = SeatOption.SEAT_OPTION_NO;

/** Five candidates, of 100 EC to 500 EC. */
async function setUp() {
  const fixture = await govFixture();
  const { ctx, council } = fixture;
  for (const byte of [1, 2, 3, 4, 5]) await addValidator(ctx, fixture, byte, BigInt(byte) * 100n * EC);
  await settleSet(ctx, fixture);
  return {
    ...fixture,
    messages: councilMessages(council),
    queries: councilQueries(council),
    govMessages: fixture.messages,
  };
}

describe("seat votes", () => {
  test("each seat counts once, by its last vote; who lost the seat does not count", async () => {
    const fixture = await setUp();
    const { ctx, messages, queries, govMessages, name, staking } = fixture;
    await govMessages.SubmitProposal(ctx, proposalOf(name(20), { messages: [govSend(ctx, name(8), 1n)] }));
    for (const operator of [1, 2, 3])
      await messages.Vote(ctx, { proposalId: 1n, operator: name(operator), option: YES });
    await messages.Vote(ctx, { proposalId: 1n, operator: name(3), option: NO });
    const tally = { seats: 5, yes: 2, no: 1, abstain: 0, needed: 4 };
    expect(await queries.Tally(ctx, { proposalId: 1n })).toMatchObject({ matter: 2, tally });

    await staking.jail(ctx, (await staking.validator(ctx, testAddress(1)))!.consAddress);
    await settleSet(ctx, fixture);
    expect(await queries.Tally(ctx, { proposalId: 1n })).toMatchObject({
      tally: { seats: 4, yes: 1, no: 1, abstain: 0, needed: 3 },
    });
    await fails(messages.Vote(ctx, { proposalId: 1n, operator: name(1), option: YES }), errors.noSeat);

    const end = later(ctx, 2n * DAY);
    await endBlock(end, fixture.gov);
    expect(await queries.Tally(end, { proposalId: 1n })).toMatchObject({ tally: { seats: 4, yes: 1, needed: 3 } });
    expect((await queries.Votes(end, { proposalId: 1n, pagination: undefined })).votes).toEqual([]);
    await holds(end, fixture);
  });

  test("refused: no seat, no such proposal, a text, no option, after the end", async () => {
    const { ctx, messages, govMessages, name } = await setUp();
    await govMessages.SubmitProposal(ctx, proposalOf(name(20)));
    await govMessages.SubmitProposal(ctx, proposalOf(name(20), { messages: [govSend(ctx, name(8), 1n)] }));
    const vote = { proposalId: 2n, operator: name(1), option: YES };
    await fails(messages.Vote(ctx, { ...vote, operator: name(9) }), errors.noSeat);
    await fails(messages.Vote(ctx, { ...vote, proposalId: 7n }), govErrors.inactiveProposal);
    await fails(messages.Vote(ctx, { ...vote, proposalId: 1n }), errors.notForCouncil);
    await fails(messages.Vote(ctx, { ...vote, option: 0 }), errors.invalidVote);
    await fails(messages.Vote(ctx, { ...vote, option: 4 }), errors.invalidVote);
    await fails(messages.Vote(later(ctx, 2n * DAY + 1n), vote), govErrors.inactiveProposal);
  });

  test("a jailed validator's operator has no seat to vote from, once the set is made anew", async () => {
    const fixture = await setUp();
    const { ctx, messages, govMessages, name, staking } = fixture;
    await govMessages.SubmitProposal(ctx, proposalOf(name(20), { messages: [govSend(ctx, name(8), 1n)] }));
    await staking.jail(ctx, (await staking.requireValidator(ctx, testAddress(5))).consAddress);
    await settleSet(ctx, fixture);
    const vote = { proposalId: 1n, operator: name(5), option: YES };
    await fails(messages.Vote(ctx, vote), errors.noSeat);
    await messages.Vote(ctx, { ...vote, operator: name(4) });
  });

  test.each([
    [0, 1],
    [1, 1],
    [2, 2],
    [3, 2],
    [24, 16],
    [25, 17],
    [100, 67],
  ])("two thirds of %i seats are %i", async (seats, needed) => {
    const { ctx, council } = await govFixture();
    expect(await council.needed(ctx, seats)).toBe(needed);
  });
});

describe("declarations", () => {
  test("an operator declares and changes it, until the council has ruled", async () => {
    const fixture = await setUp();
    const { ctx, messages, queries, name } = fixture;
    const operator = name(1);
    await messages.Declare(ctx, { operator, organisation: "alpha.example", region: "de" });
    await messages.Declare(ctx, { operator, organisation: "beta.example", region: "fr" });
    expect((await queries.Declaration(ctx, { operator })).declaration).toMatchObject({ region: "fr", ruled: false });

    const ruling = { authority: ctx.addresses.format(GOV), operator, organisation: "alpha.example", region: "de" };
    await fails(
      messages.RuleDeclaration(ctx, { ...ruling, authority: operator, reason: "" }),
      authorityErrors.invalidSigner,
    );
    await messages.RuleDeclaration(ctx, { ...ruling, reason: "owned by alpha" });
    const { declaration } = await queries.Declaration(ctx, { operator });
    expect(declaration).toMatchObject({ organisation: "alpha.example", ruled: true, reason: "owned by alpha" });
    await fails(messages.Declare(ctx, { operator, organisation: "beta.example", region: "fr" }), errors.ruled);

    await messages.RuleDeclaration(ctx, { ...ruling, organisation: "", region: "", reason: "" });
    await expect(queries.Declaration(ctx, { operator })).rejects.toThrow("has declared nothing");
    await messages.Declare(ctx, { operator, organisation: "beta.example", region: "fr" });
    await holds(ctx, fixture);
  });

  test.each([
    ["Alpha.example", "de"],
    ["al", "de"],
    ["a".repeat(65), "de"],
    ["-alpha", "de"],
    ["alpha", "d"],
    ["alpha", "DE"],
    ["alpha", "1a"],
    ["alpha", "a".repeat(33)],
    ["", "de"],
    ["alpha", ""],
  ])("refused: %s, %s", async (organisation, region) => {
    const { ctx, messages, name } = await setUp();
    await fails(messages.Declare(ctx, { operator: name(1), organisation, region }), errors.invalidDeclaration);
  });
});

describe("seats", () => {
  test("one for an organisation: the stronger candidate's, whatever the weaker one has", async () => {
    const fixture = await setUp();
    const { ctx, messages, queries, name } = fixture;
    for (const byte of [3, 4])
      await messages.Declare(ctx, { operator: name(byte), organisation: "same.example", region: "de" });
    await settleSet(ctx, fixture);
    const { seats, needed } = await queries.Seats(ctx, {});
    // The cap makes the first two equal; then their addresses decide.
    expect(seats.map(({ operator }) => operator)).toEqual([4, 5, 2, 1].map(name));
    expect(seats[0]).toMatchObject({ organisation: "same.example", region: "de" });
    expect(needed).toBe(3);
  });

  test("a third for a region, and for those who declared none", async () => {
    const fixture = await setUp();
    const { ctx, council, staking, queries } = fixture;
    await staking.parameters.set(ctx, { ...(await staking.params(ctx)), maxValidators: 6 });
    await settleSet(ctx, fixture);
    expect((await queries.Seats(ctx, {})).seats).toHaveLength(2);
    for (const [byte, region] of [
      [5, "de"],
      [4, "de"],
      [3, "de"],
      [2, "fr"],
    ] as const) {
      const organisation = `org-${byte}`;
      await councilMessages(council).Declare(ctx, { operator: fixture.name(byte), organisation, region });
    }
    await settleSet(ctx, fixture);
    const { seats } = await queries.Seats(ctx, {});
    expect(seats.map(({ operator }) => operator)).toEqual([4, 5, 2, 1].map(fixture.name));
  });

  test("the first candidate is always seated; no more than four for each seat are looked at", async () => {
    const { ctx, council, name } = await setUp();
    for (let byte = 1; byte <= 60; byte++) {
      await councilMessages(council).Declare(ctx, { operator: name(byte), organisation: "same.example", region: "de" });
    }
    let looked = 0;
    async function* candidates() {
      for (let byte = 1; byte <= 60; byte++) {
        looked++;
        yield { operator: testAddress(byte) };
      }
    }
    expect(await council.seat(ctx, candidates(), 3)).toEqual([{ operator: testAddress(1) }]);
    expect(looked).toBe(13);
  });

  test("limits hold for any declarations, and nobody is passed over without a reason", async () => {
    const home = fc.option(fc.record({ organisation: fc.nat({ max: 6 }), region: fc.nat({ max: 3 }) }), {
      nil: undefined,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(home, { maxLength: 20 }), fc.integer({ min: 1, max: 9 }), async (homes, seats) => {
        const { ctx, council, name } = await govFixture();
        for (const [index, given] of homes.entries()) {
          if (given === undefined) continue;
          const { organisation, region } = given;
          const declared = { organisation: `org-${organisation}`, region: `region-${region}` };
          await councilMessages(council).Declare(ctx, { operator: name(index + 1), ...declared });
        }
        async function* candidates() {
          for (const index of homes.keys()) yield { operator: testAddress(index + 1), index };
        }
        const seated = new Set((await council.seat(ctx, candidates(), seats)).map(({ index }) => index));
        // As the words say it: from the strongest on, whoever has room in its organisation and region.
        const most = Math.max(1, Math.floor(seats / 3));
        const expected: number[] = [];
        for (const [index, given] of homes.entries()) {
          if (expected.length === seats || index >= 4 * seats) break;
          const before = expected.map((other) => homes[other]);
          const sameRegion = before.filter((other) => other?.region === given?.region).length;
          const sameOrganisation =
            given === undefined ? 0 : before.filter((other) => other?.organisation === given.organisation).length;
          if (sameRegion < most && sameOrganisation < 1) expected.push(index);
        }
        expect([...seated]).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });
});

describe("the cap on power", () => {
  const THIRD = readParams(DEFAULT_PARAMS).powerCap;

  test.each([
    [[1n], [1n]],
    [
      [900n, 50n, 50n],
      [900n, 50n, 50n],
    ],
    [
      [10n, 20n, 30n, 40n],
      [10n, 20n, 29n, 29n],
    ],
    [
      [25n, 25n, 25n, 25n],
      [25n, 25n, 25n, 25n],
    ],
    [
      [1000n, 10n, 10n, 10n],
      [14n, 10n, 10n, 10n],
    ],
    [
      [1000n, 1000n, 1n, 1n, 1n, 1n],
      [3n, 3n, 1n, 1n, 1n, 1n],
    ],
  ])("%p votes with %p", (powers, capped) => {
    expect(capPowers(powers, THIRD)).toEqual(capped);
  });

  test("nobody is over it, nobody is raised, the order stays, and what is under it stays", () => {
    const power = fc.oneof(fc.bigInt({ min: 1n, max: 20n }), fc.bigInt({ min: 1n, max: 10n ** 15n }));
    const share = fc.bigInt({ min: ONE / 50n, max: ONE });
    fc.assert(
      fc.property(fc.array(power, { minLength: 1, maxLength: 40 }), share, (powers, cap) => {
        const capped = capPowers(powers, cap);
        const total = capped.reduce((sum, each) => sum + each, 0n);
        const level = capped.reduce((most, each) => (each > most ? each : most), 0n);
        for (const [index, before] of powers.entries()) {
          const after = capped[index]!;
          expect(after > 0n && after <= before).toBe(true);
          expect(after === before || after === level).toBe(true);
          if (powers.length >= 4 && BigInt(powers.length) * cap > ONE) {
            expect(after * ONE <= cap * total).toBe(true);
            // No lower than needed: one unit more would be over the cap.
            if (after < before) {
              const raised = capped.map((each, i) => (each === level && powers[i]! > level ? each + 1n : each));
              const sum = raised.reduce((all, each) => all + each, 0n);
              expect((level + 1n) * ONE > cap * sum).toBe(true);
            }
          } else expect(after).toBe(before);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test("CometBFT is told capped powers", async () => {
    const fixture = await setUp();
    const { ctx, council, staking } = fixture;
    await council.parameters.set(ctx, { ...DEFAULT_PARAMS, powerCap: "0.25" });
    await settleSet(ctx, fixture);
    expect((await staking.activeSet(ctx)).map(({ power }) => power)).toEqual([300n, 300n, 300n, 200n, 100n]);
  });
});

describe("roles", () => {
  test("are granted and revoked by gov, each once", async () => {
    const { ctx, messages, queries, name } = await setUp();
    const authority = ctx.addresses.format(GOV);
    const grant = { authority, role: Role.ROLE_ORACLE_OPERATOR, address: name(7) };
    await fails(messages.GrantRole(ctx, { ...grant, authority: name(7) }), authorityErrors.invalidSigner);
    await fails(messages.GrantRole(ctx, { ...grant, role: 0 }), errors.unknownRole);
    await fails(messages.GrantRole(ctx, { ...grant, role: 9 }), errors.unknownRole);
    await fails(messages.RevokeRole(ctx, grant), errors.roleNotHeld);
    await messages.GrantRole(ctx, grant);
    await messages.GrantRole(ctx, { ...grant, role: Role.ROLE_SECRETARY });
    await fails(messages.GrantRole(ctx, grant), errors.roleHeld);
    const { roles } = await queries.RolesOf(ctx, { address: name(7) });
    expect(roles.map(({ role }) => role)).toEqual([Role.ROLE_ORACLE_OPERATOR, Role.ROLE_SECRETARY]);
    const page = { pagination: undefined };
    expect((await queries.Roles(ctx, { role: Role.ROLE_SECRETARY, ...page })).roles).toHaveLength(1);
    expect((await queries.Roles(ctx, { role: 0, ...page })).roles).toHaveLength(2);
    await messages.RevokeRole(ctx, grant);
    expect((await queries.RolesOf(ctx, { address: name(7) })).roles).toHaveLength(1);
  });
});

test.each([
  ["a half", { seatThreshold: "0.5" }],
  ["over one", { seatThreshold: "1.1" }],
  ["no number", { regionShare: "third" }],
  ["no region", { regionShare: "0" }],
  ["no organisation", { organisationSeats: 0 }],
  ["no cap", { powerCap: "0" }],
])("rules that are refused: %s", async (_, change) => {
  const { ctx, messages } = await setUp();
  const params = { ...DEFAULT_PARAMS, ...change };
  await fails(messages.UpdateParams(ctx, { authority: ctx.addresses.format(GOV), params }), errors.invalidParams);
});

describe("genesis", () => {
  test("what is exported starts again", async () => {
    const fixture = await setUp();
    const { ctx, messages, govMessages, name, council } = fixture;
    await messages.Declare(ctx, { operator: name(1), organisation: "alpha.example", region: "de" });
    await messages.GrantRole(ctx, { authority: ctx.addresses.format(GOV), role: Role.ROLE_AUDITOR, address: name(7) });
    await govMessages.SubmitProposal(ctx, proposalOf(name(20), { messages: [govSend(ctx, name(8), 1n)] }));
    await messages.Vote(ctx, { proposalId: 1n, operator: name(1), option: YES });
    await council.close(ctx, 1n);
    const state = await councilGenesis(council).export(ctx);
    expect([state.declarations, state.votes, state.results, state.roles].map((list) => list.length)).toEqual([
      1, 1, 1, 1,
    ]);
    councilGenesis(council).validate(state, "echo");
    const other = await govFixture();
    await councilGenesis(other.council).init(other.ctx, state);
    await other.modules.gov.genesis!.init(other.ctx, await fixture.modules.gov.genesis!.export(ctx));
    expect(await councilGenesis(other.council).export(other.ctx)).toEqual(state);
  });

  test("entries twice, or wrong, are refused by name", async () => {
    const { ctx, council, name } = await setUp();
    const genesis = councilGenesis(council);
    const good = { operator: name(1), organisation: "alpha", region: "de", height: 0n, ruled: false, reason: "" };
    const check = (change: object) => () =>
      genesis.validate({ ...genesis.defaults(), ...change }, ctx.addresses.prefix);
    expect(check({ declarations: [good] })).not.toThrow();
    expect(check({ declarations: [good, good] })).toThrow("declaration 1: it is there twice");
    expect(check({ declarations: [{ ...good, region: "" }] })).toThrow("declaration 0: region");
    expect(check({ declarations: [{ ...good, operator: "cosmos1" }] })).toThrow("declaration 0");
    expect(check({ roles: [{ role: 8, address: name(1), grantedHeight: 0n }] })).toThrow("role 0: 8");
    expect(check({ votes: [{ proposalId: 1n, operator: name(1), option: 7 }] })).toThrow("vote 0: 7 is no option");
    expect(check({ params: undefined })).toThrow("params are missing");
  });
});
