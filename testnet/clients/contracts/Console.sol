// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.26;

import "hardhat/console.sol";

/// Says something of every kind.
contract Console {
    uint256 public said;

    constructor() {
        console.log("made by", msg.sender);
    }

    function say(string calldata text, int256 number) external {
        console.log();
        console.log(text);
        console.log(said, true);
        console.log(address(this), text, false, said);
        console.log("%s has %d of %i%%, %o", text, said, type(uint256).max);
        console.logBytes(bytes(text));
        console.logBytes4(this.say.selector);
        console.logInt(number);
        said++;
    }

    function ask(uint256 number) external view returns (uint256) {
        console.log("asked %d", number);
        return said;
    }

    function fail(uint256 number) external {
        said += number;
        console.log("fails at", said);
        revert("as it should");
    }
}
