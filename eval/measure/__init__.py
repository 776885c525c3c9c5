"""Commands that measure one part of the chain on data of your own or published."""
