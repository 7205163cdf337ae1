// What a contract says through hardhat's console: on hardhat's own network between the two lines, on a dev node in its log.
const { expect } = require("chai");
const { ethers } = require("hardhat");

describe("console.log", () => {
  it("is called in transactions, calls and what fails, and changes nothing", async () => {
    console.log("-- begin");
    const contract = await ethers.deployContract("Console");
    await contract.waitForDeployment();
    const sent = await contract.say("grüße 100%", -7n);
    await sent.wait();
    expect(await contract.ask(5n)).to.equal(1n);
    await expect(contract.fail(2n)).to.be.revertedWith("as it should");
    await expect(contract.fail.staticCall(3n)).to.be.revertedWith("as it should");
    expect(await contract.said()).to.equal(1n);
    console.log("-- end");
  });
});
