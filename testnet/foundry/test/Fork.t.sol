// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.26;

import {Token} from "../src/Token.sol";

interface Vm {
    function envAddress(string calldata name) external view returns (address);
    function envUint(string calldata name) external view returns (uint256);
    function prank(address sender) external;
}

/// Over a fork of a node: `forge test --fork-url`.
contract ForkTest {
    Vm private constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));
    bool public constant IS_TEST = true;

    function testStateOfTheNode() external view {
        Token token = Token(vm.envAddress("TOKEN"));
        require(token.balanceOf(vm.envAddress("HOLDER")) == vm.envUint("BALANCE"), "balance of the node");
        require(block.chainid == 3264, "chain id of the node");
    }

    function testChangesStayHere() external {
        Token token = Token(vm.envAddress("TOKEN"));
        address holder = vm.envAddress("HOLDER");
        vm.prank(holder);
        token.transfer(address(this), 1);
        require(token.balanceOf(address(this)) == 1, "received");
        require(token.balanceOf(holder) == vm.envUint("BALANCE") - 1, "sent");
    }
}
