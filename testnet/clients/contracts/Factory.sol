// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.26;

import {BoxV1} from "./Proxy.sol";

/// Makes contracts at addresses that are known beforehand.
contract Factory {
    event Made(address at);

    function make(bytes32 salt) external returns (address at) {
        at = address(new BoxV1{salt: salt}());
        emit Made(at);
    }
}
