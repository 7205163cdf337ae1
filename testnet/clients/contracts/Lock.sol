// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.26;

import "hardhat/console.sol";

/// Keeps coins until a time, and says so.
contract Lock {
    uint256 public immutable until;
    address payable public immutable owner;

    constructor(uint256 time) payable {
        require(time > block.timestamp, "the time has passed");
        until = time;
        owner = payable(msg.sender);
    }

    function withdraw() external {
        console.log("withdraw at %o, locked until %o", block.timestamp, until);
        require(block.timestamp >= until, "locked");
        require(msg.sender == owner, "not the owner");
        owner.transfer(address(this).balance);
    }
}
