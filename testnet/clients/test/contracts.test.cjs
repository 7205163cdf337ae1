// A suite as any project has it: on each kind of node.
const { expect } = require("chai");
const { ethers } = require("hardhat");

/** Sent, and in a block: on a network that is not the framework's own nothing is mined at once. */
async function mined(sending) {
  const sent = await sending;
  await sent.wait();
  return sent;
}

const supply = ethers.parseEther("1000");

describe("Token", () => {
  it("moves, and says what is missing", async () => {
    const [owner, other] = await ethers.getSigners();
    const token = await ethers.deployContract("Token", [supply]);
    await token.waitForDeployment();
    await mined(token.transfer(other.address, 30n));
    expect(await token.balanceOf(other.address)).to.equal(30n);
    await expect(token.connect(other).transfer(owner.address, 31n))
      .to.be.revertedWithCustomError(token, "Short")
      .withArgs(other.address, 30n, 31n);
    await expect(token.connect(other).transferFrom(owner.address, other.address, 1n)).to.be.revertedWith("not allowed");
    await expect(await mined(token.approve(other.address, 5n)))
      .to.emit(token, "Approval")
      .withArgs(owner.address, other.address, 5n);
    await expect(await mined(token.connect(other).transferFrom(owner.address, other.address, 5n)))
      .to.emit(token, "Transfer")
      .withArgs(owner.address, other.address, 5n);
    const found = await token.queryFilter(token.filters.Transfer(undefined, other.address));
    expect(found.map(({ args }) => args.value)).to.deep.equal([30n, 5n]);
  });
});

describe("Proxy", () => {
  it("keeps its storage when its code is changed", async () => {
    const first = await ethers.deployContract("BoxV1");
    const second = await ethers.deployContract("BoxV2");
    await Promise.all([first.waitForDeployment(), second.waitForDeployment()]);
    const proxy = await ethers.deployContract("Proxy", [await first.getAddress()]);
    await proxy.waitForDeployment();
    const box = await ethers.getContractAt("BoxV2", await proxy.getAddress());
    await mined(box.store(21n));
    expect(await box.value()).to.equal(21n);
    await mined(proxy.upgradeTo(await second.getAddress()));
    expect(await box.value()).to.equal(21n);
    expect(await box.version()).to.equal(2n);
    await mined(box.store(21n));
    expect(await box.value()).to.equal(42n);
    expect(await first.value()).to.equal(0n);
  });
});

describe("Factory", () => {
  it("makes a contract where CREATE2 says", async () => {
    const factory = await ethers.deployContract("Factory");
    await factory.waitForDeployment();
    const salt = ethers.id("salt");
    const { bytecode } = await ethers.getContractFactory("BoxV1");
    const at = ethers.getCreate2Address(await factory.getAddress(), salt, ethers.keccak256(bytecode));
    expect(await factory.make.staticCall(salt)).to.equal(at);
    await expect(await mined(factory.make(salt)))
      .to.emit(factory, "Made")
      .withArgs(at);
    expect(await ethers.provider.getCode(at)).not.to.equal("0x");
    await expect(factory.make(salt)).to.be.reverted;
  });
});

describe("Lock", () => {
  it("is called through console.log, which costs gas and does nothing on a chain", async () => {
    const { timestamp } = await ethers.provider.getBlock("latest");
    const lock = await ethers.deployContract("Lock", [timestamp + 100_000], { value: 1n });
    await lock.waitForDeployment();
    await expect(lock.withdraw()).to.be.revertedWith("locked");
  });
});
