"""What tests against the sandbox share: fixtures that run it, and Google's own description of the Sheets API.

Needs the development requirements. The sandbox itself never imports this package.
"""
