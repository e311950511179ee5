"""What the sandbox's tests and the product's tests share: fixtures, and Google's description of its API.

Needs the development requirements. The sandbox itself never imports this package.
"""
