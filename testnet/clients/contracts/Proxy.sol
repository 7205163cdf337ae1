// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.26;

/// ERC-1967: calls go to the code that the slot names, over the proxy's own storage.
contract Proxy {
    bytes32 private constant SLOT = bytes32(uint256(keccak256("eip1967.proxy.implementation")) - 1);

    constructor(address implementation) {
        set(implementation);
    }

    function upgradeTo(address implementation) external {
        set(implementation);
    }

    function set(address implementation) private {
        bytes32 slot = SLOT;
        assembly {
            sstore(slot, implementation)
        }
    }

    receive() external payable {}

    fallback() external payable {
        bytes32 slot = SLOT;
        assembly {
            calldatacopy(0, 0, calldatasize())
            let ok := delegatecall(gas(), sload(slot), 0, calldatasize(), 0, 0)
            returndatacopy(0, 0, returndatasize())
            switch ok
            case 0 { revert(0, returndatasize()) }
            default { return(0, returndatasize()) }
        }
    }
}

contract BoxV1 {
    uint256 public value;

    function store(uint256 next) external {
        value = next;
    }
}

contract BoxV2 {
    uint256 public value;

    function store(uint256 next) external {
        value = next * 2;
    }

    function version() external pure returns (uint256) {
        return 2;
    }
}
