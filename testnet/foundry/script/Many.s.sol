// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.26;

import {Token} from "../src/Token.sol";

interface Vm {
    function startBroadcast() external;
    function stopBroadcast() external;
}

/// Deploys a token, and sends so many transfers of it at once.
contract Many {
    Vm private constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));
    bool public constant IS_SCRIPT = true;

    function run(address to, uint256 count) external returns (address) {
        vm.startBroadcast();
        Token token = new Token(1_000_000);
        for (uint256 i = 0; i < count; i++) token.transfer(to, i + 1);
        vm.stopBroadcast();
        return address(token);
    }
}
