// What only a node for test suites can do: time, snapshots, other people's accounts. Skipped elsewhere.
const { expect } = require("chai");
const helpers = require("@nomicfoundation/hardhat-network-helpers");
const { ethers, network } = require("hardhat");

describe("A dev node", () => {
  before(async function () {
    const version = await network.provider.send("web3_clientVersion");
    if (!version.startsWith("anvil")) this.skip();
  });

  const locked = async () => {
    const [owner, other] = await ethers.getSigners();
    const until = (await helpers.time.latest()) + 3600;
    const lock = await ethers.deployContract("Lock", [until], { value: 100n });
    return { lock, until, owner, other };
  };

  it("sets the time", async () => {
    const { lock, until, owner, other } = await helpers.loadFixture(locked);
    await expect(lock.withdraw()).to.be.revertedWith("locked");
    await helpers.time.increaseTo(until);
    await expect(lock.connect(other).withdraw()).to.be.revertedWith("not the owner");
    await expect(lock.withdraw()).to.changeEtherBalances([lock, owner], [-100n, 100n]);
  });

  it("goes back to the fixture", async () => {
    const { lock, until } = await helpers.loadFixture(locked);
    expect(await helpers.time.latest()).to.be.lessThan(until);
    expect(await ethers.provider.getBalance(lock)).to.equal(100n);
    await helpers.time.setNextBlockTimestamp(until - 1);
    await expect(lock.withdraw()).to.be.revertedWith("locked");
  });

  it("acts for others, and mines", async () => {
    const someone = "0x1111111111111111111111111111111111111111";
    await helpers.setBalance(someone, ethers.parseEther("1"));
    const signer = await ethers.getImpersonatedSigner(someone);
    const token = await ethers.deployContract("Token", [5n], signer);
    expect(await token.balanceOf(someone)).to.equal(5n);
    const before = await helpers.time.latestBlock();
    await helpers.mine(10);
    expect(await helpers.time.latestBlock()).to.equal(before + 10);
    await helpers.setCode(someone, "0x00");
    await helpers.setStorageAt(someone, 3n, 7n);
    expect(await helpers.getStorageAt(someone, 3n)).to.equal(ethers.toBeHex(7n, 32));
    await helpers.setNonce("0x2222222222222222222222222222222222222222", 9);
    expect(await ethers.provider.getTransactionCount("0x2222222222222222222222222222222222222222")).to.equal(9);
    const snapshot = await helpers.takeSnapshot();
    await helpers.mine(3);
    await snapshot.restore();
    expect(await helpers.time.latestBlock()).to.equal(before + 13);
  });
});
